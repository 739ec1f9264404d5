import { AF_UNIX, binding, CLOEXEC, MSG_DONTWAIT, SOCK_DGRAM } from "../../ffi/mod.ts";
import { unixAddress } from "../codec/socket-address.ts";
import type { LogLevel } from "../netmon/log.ts";

/** Where the log of the system takes messages. */
const LOG = "/dev/log";
/** Programs of users (`LOG_USER`), in the place that it has in a priority. */
const FACILITY = 1 << 3;
/** How serious a message is, in numbers of the log. */
const SEVERITIES: Readonly<Record<LogLevel, number>> = {
  panic: 2,
  fatal: 2,
  error: 3,
  warning: 4,
  info: 6,
  debug: 7,
  trace: 7,
};

/** The log of the system. */
export interface Syslog {
  /** Sends a line; where nobody takes it, it is gone. */
  send(level: LogLevel, line: string): void;
  /** Closes it. */
  close(): void;
}

/** The log of the system for the messages of this process; it may come, go and come again meanwhile. */
export async function openSyslog(tag: string, pid: number, path: string = LOG): Promise<Syslog> {
  const { libc } = await binding();
  const fd = libc.socket(AF_UNIX, SOCK_DGRAM | CLOEXEC, 0);
  return {
    send(level, line) {
      const message = `<${FACILITY | SEVERITIES[level]}>${stamp(new Date())} ${tag}[${pid}]: ${line}\n`;
      const send = (): number => libc.send(fd, new TextEncoder().encode(message), MSG_DONTWAIT);
      // Nobody was there until now, or somebody else.
      if (send() < 0 && libc.connect(fd, unixAddress(path)) >= 0) send();
    },
    close() {
      libc.close(fd);
    },
  };
}

/** A time as the log has it, such as `Jan  2 15:04:05`. */
function stamp(time: Date): string {
  const [, month, day = "", , clock] = /^\w+ (\w+) (\d+) (\d+) ([\d:]+)/.exec(time.toString()) ?? [];
  return `${month} ${`${Number(day)}`.padStart(2)} ${clock}`;
}
