import { expect, test } from "vitest";
import { type NewRoute, Rtnetlink } from "../../../mod.ts";
import { fakeKernel } from "../../../src/testing/mod.ts";
import { toHex } from "../../codec/golden.ts";

const HEADER_SIZE = 16;
/** `struct rtmsg` of what is added and of what is removed: only the maker of a route differs. */
const [NEW, OLD] = ["1c 14 00 00 fe 04 00 01 00 00 00 00", "1c 14 00 00 fe 00 00 01 00 00 00 00"];
/** `RTA_DST`, the labels 100 and 300. */
const [TO_100, TO_300] = ["08 00 01 00 00 06 41 00", "08 00 01 00 00 12 c1 00"];
/** `RTA_VIA`, 2001:db8:1::2 and 192.0.2.1. */
const VIA6 = "16 00 12 00 0a 00 20 01 0d b8 00 01 00 00 00 00 00 00 00 00 00 02 00 00";
const VIA4 = "0a 00 12 00 02 00 c0 00 02 01 00 00";
/** `RTA_OIF`, 7. */
const OUT = "08 00 04 00 07 00 00 00";

/** Routes and the payload of their messages: what captures of `ip` hold, in our order. */
const MESSAGES: readonly (readonly [verb: "add" | "set" | "append" | "remove", route: NewRoute, bytes: string])[] = [
  ["add", { family: "mpls", destination: "300", gateway: "2001:db8:1::2", link: 7 }, `${NEW} ${TO_300} ${VIA6} ${OUT}`],
  [
    "set",
    { family: "mpls", destination: "100", gateway: "192.0.2.1", link: 7, newDestination: "200", ttlPropagate: true },
    `${NEW} ${TO_100} 05 00 1a 00 01 00 00 00 ${VIA4} ${OUT} 08 00 13 00 00 0c 81 00`,
  ],
  [
    "append",
    {
      family: "mpls",
      destination: "100",
      nextHops: [{ gateway: "192.0.2.1", link: 7, newDestination: "200/300", weight: 2 }, { link: 8 }],
    },
    `${NEW} ${TO_100} 2c 00 09 00 ` +
    `20 00 00 01 07 00 00 00 ${VIA4} 0c 00 13 00 00 0c 80 00 00 12 c1 00 08 00 00 00 08 00 00 00`,
  ],
  ["remove", { family: "mpls", destination: "300" }, `${OLD} ${TO_300}`],
];

test.each(MESSAGES)("%s %o is sent without an attribute for the table", async (verb, route, bytes) => {
  const sent: Uint8Array[] = [];
  const fake = fakeKernel();
  const send = (fd: number, datagram: Uint8Array, flags: number): number => {
    sent.push(datagram.slice(HEADER_SIZE));
    return fake.libc.send(fd, datagram, flags);
  };
  const kernel = { libc: { ...fake.libc, send }, watchReadable: fake.watchReadable };
  await using rtnetlink = await Rtnetlink.open({ kernel });
  await rtnetlink.routes[verb](route);
  expect(sent.map(toHex)).toEqual([bytes]);
});
