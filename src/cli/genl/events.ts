import { type Controller, type ControllerMessage, FamilyNotFoundError } from "../../generic/mod.ts";
import { toJson } from "../json.ts";
import type { Output } from "../output.ts";
import type { Session } from "../session.ts";
import { controllerEventText } from "../text/genl.ts";
import { printable } from "../text/paint.ts";
import { findFamily, keyOf } from "./families.ts";

/** Where events are printed, and how many. */
export interface Printing extends Pick<Session, "json" | "paint" | "socket"> {
  /** What takes the lines. */
  readonly output: Pick<Output, "write" | "endWithReader">;
  /** How many lines there are at most. */
  readonly lines: number;
}

/** Prints events, a line each, until there were enough of them, or nobody reads. */
export async function printEvents<Event extends object>(
  events: AsyncIterable<Event>,
  text: (event: Event) => string,
  { json, output, lines }: Printing,
): Promise<void> {
  let left = lines;
  await output.endWithReader();
  for await (const event of events) {
    await output.write(`${json ? toJson(event) : text(event)}\n`);
    if (--left <= 0) break;
  }
}

/** Where families that come and go are printed. */
export interface Watching extends Printing {
  /** Takes a sentence about what is not there. */
  readonly complain: (text: string) => void;
}

/** Prints families and groups that come and go, or those of one family alone, of which it tells where it is not there. */
export async function watchFamilies(
  controller: Controller,
  name: string | undefined,
  watching: Watching,
): Promise<void> {
  await using events = await controller.subscribe({ signal: watching.socket.signal });
  if (name !== undefined) await sayWhetherMissing(controller, name, watching);
  const key = name === undefined ? undefined : keyOf(name);
  async function* wanted(): AsyncGenerator<Parameters<typeof controllerEventText>[0]> {
    for await (const event of events) {
      if (event.type !== "notification" || key === undefined || isCalled(event.value, key)) yield event;
    }
  }
  await printEvents(wanted(), (event) => controllerEventText(event, watching.paint), watching);
}

function isCalled({ id, name }: ControllerMessage, key: string | number): boolean {
  return key === id || key === name;
}

/** A family may come that is not there; or its name is misspelt, and then nothing would ever be said. */
async function sayWhetherMissing(controller: Controller, name: string, { complain }: Watching): Promise<void> {
  try {
    await findFamily(controller, name);
  } catch (error) {
    if (!(error instanceof FamilyNotFoundError)) throw error;
    complain(`netlink: ${printable(error.message)}; it is waited for\n`);
  }
}
