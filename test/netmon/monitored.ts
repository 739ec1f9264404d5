import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { LogEntry } from "../../src/netmon/log.ts";
import { type NetmonOptions, runNetmon, type Runtime, type RuntimeCall } from "../../src/netmon/mod.ts";

/** How long nothing may change in tests until the runtime is told, in milliseconds. */
export const QUIET = 5;

/** How something is waited for. */
export const POLL: { readonly timeout: number; readonly interval: number } = { timeout: 10_000, interval: 5 };

/** A monitor that runs while a test goes on, with a runtime that writes down its calls. Disposing of it ends it. */
export class Monitored implements AsyncDisposable {
  /** The calls so far. */
  readonly calls: RuntimeCall[] = [];
  /** What was logged so far. */
  readonly log: LogEntry[] = [];
  /** Where the folders of sandboxes are. */
  readonly storage: string = mkdtempSync(join(tmpdir(), "netlink-netmon-"));
  /** Rejects with why the monitor ended. */
  readonly ended: Promise<never>;
  readonly #stop = new AbortController();

  /** Starts it; `work` is what the runtime does in a call. */
  constructor(options: Partial<NetmonOptions>, work: Runtime = () => {}) {
    const runtime: Runtime = (call, runtimeOptions) => {
      this.calls.push(call);
      return work(call, runtimeOptions);
    };
    const log = (entry: LogEntry): void => void this.log.push(entry);
    const all = { sandboxId: "box", runtime, quietTime: QUIET, storage: this.storage, log, ...options };
    this.ended = runNetmon(all, { signal: this.#stop.signal });
    // Somebody may look at it later.
    this.ended.catch(() => {});
  }

  /** Waits until it monitors. */
  async begun(): Promise<this> {
    await expect.poll(() => this.log.map(({ message }) => message), POLL).toContain("monitoring");
    return this;
  }

  /** What was called, in short: the action, and the name of the interface or how many routes. */
  get told(): readonly string[] {
    return this.calls.map(({ action, content }) => {
      if (content === null) return `${action} null`;
      return "Device" in content ? `${action} ${content.Device}` : `${action} ${content.length}`;
    });
  }

  /** Waits until these were the calls, and no other comes after them for a while. */
  async expectTold(...calls: readonly string[]): Promise<void> {
    await expect.poll(() => this.told, POLL).toEqual(calls);
    await delay(QUIET * 4);
    expect(this.told).toEqual(calls);
  }

  /** Ends it; gives what it says then. */
  async end(reason: unknown = new Error("the test is over")): Promise<unknown> {
    this.#stop.abort(reason);
    return await this.ended.catch((error) => error);
  }

  /** Ends it, and expects that its folder is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    const isLeft = existsSync(join(this.storage, "box"));
    rmSync(this.storage, { recursive: true });
    expect(isLeft).toBe(false);
  }
}
