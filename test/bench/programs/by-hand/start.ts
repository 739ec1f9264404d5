// The least that prints the first five links, by hand and for this machine alone: what a start takes without the module.

import { libc, rtnetlink } from "./libc.ts";

/** The states of links by their number (`IF_OPER_*`). */
const STATES = ["unknown", "notPresent", "down", "lowerLayerDown", "testing", "dormant", "up"];

const fd = rtnetlink();
// RTM_GETLINK with NLM_F_REQUEST and NLM_F_DUMP, struct ifinfomsg, and IFLA_EXT_MASK without counters.
const request = Uint8Array.of(40, 0, 0, 0, 18, 0, 1, 3, 1, ...Array(23).fill(0), 8, 0, 29, 0, 8, 0, 0, 0);
libc.send(fd, request, request.length, 0);

const bytes = new Uint8Array(128 * 1024);
const view = new DataView(bytes.buffer);
const found: string[] = [];
for (let isDone = false; !isDone;) {
  const length = libc.recv(fd, bytes, bytes.length, 0);
  for (let at = 0; at < length; at += (view.getUint32(at, true) + 3) & ~3) {
    // NLMSG_DONE
    if (view.getUint16(at + 4, true) === 3) isDone = true;
    else found.push(line(at, at + view.getUint32(at, true)));
  }
}
for (const one of found.slice(0, 5)) console.log(one);

/** Index, name and state of a link. */
function line(start: number, end: number): string {
  let name = "";
  let state = 0;
  for (let at = start + 32; at < end; at += (view.getUint16(at, true) + 3) & ~3) {
    const type = view.getUint16(at + 2, true);
    // IFLA_IFNAME, IFLA_OPERSTATE
    if (type === 3) name = new TextDecoder().decode(bytes.subarray(at + 4, at + view.getUint16(at, true) - 1));
    else if (type === 16) state = bytes[at + 4] ?? 0;
  }
  return `${view.getInt32(start + 20, true)} ${name} ${STATES[state]}`;
}
