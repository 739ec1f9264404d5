import { setTimeout } from "node:timers/promises";
import { locate, type Located, type Place } from "./move.ts";
import type { DeviceLink } from "./record.ts";

/** How long the kernel may take to put hardware back on the host when its namespace has gone, in milliseconds. */
const TIMEOUT = 5000;
/** How long to wait until the host is looked at again, in milliseconds. */
const PAUSE = 50;

/**
 * Finds a device on the host whose namespace is gone; absent where the device is gone, too. What has a kind goes with its
 * namespace; the kernel puts all else back, though some time after the namespace can be seen no more.
 */
export async function locateReturned(
  device: DeviceLink,
  host: Place,
  timeout: number = TIMEOUT,
): Promise<Located | undefined> {
  const end = performance.now() + timeout;
  for (;;) {
    const located = await locate(device, [host]);
    if (located !== undefined || device.kind !== undefined || performance.now() >= end) return located;
    await setTimeout(PAUSE);
  }
}
