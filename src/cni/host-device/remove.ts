import { CniError, messageOf } from "../error.ts";
import type { CniRequest } from "../request.ts";
import { hasNoLink } from "./add.ts";
import { configuredOn, reconfigure } from "./configured.ts";
import type { Context } from "./context.ts";
import { locate, type Place, put, type Traveller } from "./move.ts";
import { putBack } from "./put-back.ts";
import type { DeviceRecord } from "./record.ts";
import { locateReturned } from "./returned.ts";
import { readSettings, selectorOf } from "./settings.ts";
import { findStray } from "./stray.ts";

/**
 * DEL: releases the addresses, and brings the device home, wherever it is and whatever it is called. Succeeds where
 * nothing is left to do.
 */
export async function remove(request: CniRequest, context: Context): Promise<void> {
  const { containerId, ifName, netns, config: { ipamType } } = request;
  if (ipamType !== undefined) await request.delegate(ipamType);
  const record = await request.step(
    "read what the device was like",
    () => context.records.read(containerId, ifName, request),
  );
  await using host = await context.host();
  await using container = await context.containerIfAny(netns);
  const traveller = await request.step(
    `find "${ifName}"`,
    () =>
      record === undefined
        ? findUnrecorded(request, container ?? host, context)
        : findRecorded(record, host, container),
  );
  if (traveller === undefined) {
    // It was brought home before, or is gone for good.
  } else if (container !== undefined) await moveOut(request, traveller, host, context);
  // The kernel has put the device wherever it does, and another DEL would find it no better.
  else await bring(traveller, host).catch((error) => request.warn(messageOf(error)));
  await request.step(
    "forget what the device was like",
    () => context.records.remove(containerId, ifName),
    async () => {
      if (record !== undefined) await context.records.write(record);
    },
  );
}

/**
 * GC: brings home what belongs to containers of the network that are gone, and has addresses released. Goes on where
 * something fails, and throws at the end.
 */
export async function collect(request: CniRequest, context: Context): Promise<void> {
  const { config: { name, ipamType } } = request;
  const valid = new Set(request.validAttachments().map(({ containerID, ifname }) => `${containerID}:${ifname}`));
  const failures: unknown[] = [];
  const note = (error: unknown): readonly never[] => {
    failures.push(error);
    return [];
  };
  await using host = await context.host();
  for (const record of await context.records.list(request).catch(note)) {
    if (record.network !== name || valid.has(`${record.containerId}:${record.ifName}`)) continue;
    await collectOne(record, host, context).catch(note);
  }
  await context.records.sweep().catch(note);
  if (ipamType !== undefined) await request.delegate(ipamType).catch(note);
  const [first] = failures;
  if (failures.length < 2) {
    if (first !== undefined) throw first;
    return;
  }
  throw new CniError("internal", failures.map(messageOf).join("; "), { cause: new AggregateError(failures) });
}

async function collectOne(record: DeviceRecord, host: Place, context: Context): Promise<void> {
  const { containerId, ifName, netns } = record;
  await using container = await context.containerIfAny(netns);
  const traveller = await findRecorded(record, host, container);
  if (traveller !== undefined) await bring(traveller, host);
  await context.records.remove(containerId, ifName);
}

/** The device that nobody wrote a record of; absent where there is none, or it belongs to a program. */
async function findUnrecorded(request: CniRequest, place: Place, context: Context): Promise<Traveller | undefined> {
  const settings = readSettings(request.config);
  // A device that is gone tells nothing, and is no reason to fail.
  const isUserSpace = await selectorOf(settings, context.sysfs).then((selector) => hasNoLink(selector, context))
    .catch(() => false);
  if (isUserSpace) return undefined;
  return await findStray(place, { settings, ifName: request.ifName, previous: request.previousResult() });
}

/** The device of a record, where it is now; absent where it is nowhere. */
async function findRecorded(
  { link, addresses }: DeviceRecord,
  host: Place,
  container: Place | undefined,
): Promise<Traveller | undefined> {
  const located = await (container === undefined ? locateReturned(link, host) : locate(link, [container, host]));
  return located && { located, as: { name: link.name ?? "", alias: link.alias ?? "" }, addresses };
}

/** Brings a device home. It stays down there, with addresses that count when somebody sets it up. */
async function bring({ located, as, addresses = [] }: Traveller, host: Place): Promise<void> {
  const { index } = await put(located, host, as);
  // Also where it is on the host already: a DEL may have come no further, or the kernel put it there.
  await reconfigure(host.rtnetlink, index, { addresses, routes: [] });
}

/** Brings a device home, which goes back where anything fails afterwards. */
async function moveOut(
  request: CniRequest,
  traveller: Traveller,
  host: Place,
  context: Context,
): Promise<void> {
  const { located: { place, link }, as } = traveller;
  const at = place.isHost ? "host" : "container";
  const configured = await request.step(
    `list what "${link.name}" has`,
    () => configuredOn(place.rtnetlink, link),
  );
  await request.step(
    `move "${link.name}" to host netns as "${as.name}"`,
    () => bring(traveller, host),
    () => putBack({ at, link, configured }, request.netns, context),
  );
}
