import type { Controller } from "../../generic/mod.ts";
import { toJson } from "../json.ts";
import type { Output } from "../output.ts";
import type { Session } from "../session.ts";
import { controllerEventText } from "../text/genl.ts";

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

/** Prints families and groups that come and go, or those of one family alone. */
export async function watchFamilies(
  controller: Controller,
  family: string | undefined,
  printing: Printing,
): Promise<void> {
  await using events = await controller.subscribe({ signal: printing.socket.signal });
  async function* wanted(): AsyncGenerator<Parameters<typeof controllerEventText>[0]> {
    for await (const event of events) {
      if (event.type !== "notification" || family === undefined || event.value.name === family) yield event;
    }
  }
  await printEvents(wanted(), (event) => controllerEventText(event, printing.paint), printing);
}
