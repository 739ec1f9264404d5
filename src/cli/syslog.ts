import { AF_UNIX, binding, CLOEXEC, type Libc, MSG_DONTWAIT, SOCK_DGRAM } from "../../ffi/mod.ts";
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

/** Opens the log of the system for the messages of this process; absent where there is none. */
export async function openSyslog(tag: string, pid: number, path: string = LOG): Promise<Syslog | undefined> {
  const { libc } = await binding();
  const fd = connected(libc, path);
  if (fd < 0) return undefined;
  return {
    send(level, line) {
      const message = `<${FACILITY | SEVERITIES[level]}>${stamp(new Date())} ${tag}[${pid}]: ${line}\n`;
      libc.send(fd, new TextEncoder().encode(message), MSG_DONTWAIT);
    },
    close() {
      libc.close(fd);
    },
  };
}

/** A socket that sends to this path; negative where nobody is there. */
function connected(libc: Libc, path: string): number {
  const fd = libc.socket(AF_UNIX, SOCK_DGRAM | CLOEXEC, 0);
  if (fd < 0) return fd;
  const result = libc.connect(fd, unixAddress(path));
  if (result >= 0) return fd;
  libc.close(fd);
  return result;
}

/** A time as the log has it, such as `Jan  2 15:04:05`. */
function stamp(time: Date): string {
  const [, month, day = "", , clock] = /^\w+ (\w+) (\d+) (\d+) ([\d:]+)/.exec(time.toString()) ?? [];
  return `${month} ${`${Number(day)}`.padStart(2)} ${clock}`;
}
