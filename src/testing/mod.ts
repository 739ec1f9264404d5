/**
 * What tests of programs need that speak netlink: a kernel that they make up, and a network that they may break.
 *
 * @example
 * ```ts
 * import { watch } from "@netlink/ffi";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel();
 * using events = await watch({ topics: ["link"], kernel });
 * kernel.announce({ type: "link", action: "new", link: { index: 2, name: "eth0", state: "up" } });
 * for await (const event of events) {
 *   if (event.type === "link") console.log(event.action, event.link.name, event.link.state); // new eth0 up
 *   break;
 * }
 * ```
 *
 * @module
 */
export type { FakeCall, FakeCallReply, FakeCommands } from "./fake-call.ts";
export type { FakeGeneric } from "./fake-generic.ts";
export type { FakeHandler, FakeReply, FakeRequest } from "./fake-handler.ts";
export { type FakeKernel, fakeKernel } from "./fake-kernel.ts";
export type { Announcement, FakeObject, ObjectOf } from "./fake-object.ts";
export { type TemporaryNamespace, temporaryNamespace } from "./temporary-namespace.ts";
