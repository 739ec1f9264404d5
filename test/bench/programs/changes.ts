// changes COUNT LINK: adds and deletes a route in turn, once a millisecond, and notes when. Others measure how late they
// hear of it.
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { NetlinkSocket, type Route } from "../../../mod.ts";
import { NLM_F_REQUEST, writeMessage } from "../../../src/codec/framing.ts";
import { Writer } from "../../../src/codec/writer.ts";
import { routeNoun } from "../../../src/route/route.ts";
import { monotonicClock } from "./clock.ts";

const [, , count, outputLink] = process.argv;
const NLM_F_CREATE = 0x400;
const route: Route = {
  family: "inet",
  destination: "192.0.2.1",
  prefixLength: 32,
  sourcePrefixLength: 0,
  tos: 0,
  table: 254,
  protocol: "boot",
  scope: "link",
  type: "unicast",
  flags: [],
  outputLink: Number(outputLink),
};

function request(type: number): Uint8Array {
  const out = new Writer();
  writeMessage(out, { type, flags: NLM_F_REQUEST | NLM_F_CREATE, sequence: 0, port: 0 }, routeNoun.codec, route);
  return out.finish();
}

const requests = [request(routeNoun.newType), request(routeNoun.newType + 1)];
const sent: number[] = [];
const clock = await monotonicClock();
await using socket = await NetlinkSocket.open("route");
for (let i = 0; i < Number(count); i++) {
  await setTimeout(1);
  sent.push(clock());
  // There are two of them.
  socket.send(requests[i % 2]!);
}
const refusal = socket.receiveNow();
if (refusal !== undefined) throw new Error("Cannot change routes: the kernel refuses");
console.log(JSON.stringify({ sent }));
