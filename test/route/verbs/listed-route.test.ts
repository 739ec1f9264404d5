import { expect, test } from "vitest";
import { Rtnetlink } from "../../../mod.ts";
import type { Route } from "../../../mod.ts";
import { fakeKernel } from "../../../src/testing/mod.ts";

test("what the kernel found out on the way is removed as such, and no route in its place", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const flags: Route["flags"] = ["offload", "cloned"];
  const route: Partial<Route> = { destination: "2001:db8::1", prefixLength: 128, family: "inet6", flags };
  // What is missing in the header is zero.
  await rtnetlink.routes.remove(route as Route);
  expect(kernel.requests).toMatchObject([{ verb: "delete", value: { flags: ["cloned"] } }]);
});

test("a listed route is removed by how it wraps packets, but for options that can crash the kernel", async () => {
  const tunnel = { id: 5n, destination: "192.0.2.9" };
  const encaps = [tunnel, { ...tunnel, options: { geneve: [] } }];
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  for (const encap of encaps) {
    const route: Partial<Route> = { destination: "10.0.0.0", prefixLength: 8, family: "inet", encapType: "ip", encap };
    // What is missing in the header is zero.
    await rtnetlink.routes.remove(route as Route);
  }
  const [plain, optional] = kernel.requests.map(({ value }) => value);
  expect(plain).toMatchObject({ encapType: "ip", encap: tunnel });
  for (const name of ["encapType", "encap"]) expect(optional).not.toHaveProperty(name);
});
