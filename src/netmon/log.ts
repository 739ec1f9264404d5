/** How important an entry of the log is. */
export type LogLevel = "panic" | "fatal" | "error" | "warning" | "info" | "debug" | "trace";

/** How important an entry of the log may be, the most important first. */
export const LEVELS: readonly LogLevel[] = ["panic", "fatal", "error", "warning", "info", "debug", "trace"];

/** What an entry tells beside its message, by name. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** An entry of the log. */
export interface LogEntry {
  /** How important it is. */
  readonly level: LogLevel;
  /** What happened. */
  readonly message: string;
  /** More about it. */
  readonly fields: LogFields;
}

/** How entries are written. */
export type LogFormat = "text" | "json";

/** The level of this name, in small or capital letters, `warn` for `warning`; absent where there is none. */
export function levelOf(name: string): LogLevel | undefined {
  const small = name.toLowerCase();
  return LEVELS.find((level) => level === (small === "warn" ? "warning" : small));
}

/** An entry in one line, as it happened at `time`, in milliseconds since 1970. */
export function logLine({ level, message, fields }: LogEntry, format: LogFormat, time: number): string {
  const told = Object.entries(fields).toSorted(([a], [b]) => a < b ? -1 : 1);
  if (format === "json") {
    return JSON.stringify(
      Object.fromEntries([...told, ["level", level], ["msg", message], ["time", timestamp(time)]]),
    );
  }
  const pairs = [["time", timestamp(time)], ["level", level], ["msg", message], ...told] as const;
  return pairs.map(([name, value]) => `${name}=${quoted(`${value}`)}`).join(" ");
}

/** A time in UTC, to the microsecond, with no zeros behind it (RFC 3339). */
function timestamp(time: number): string {
  const microseconds = Math.round(time * 1000);
  const seconds = Math.floor(microseconds / 1e6);
  const fraction = `${microseconds - seconds * 1e6}`.padStart(6, "0");
  const whole = new Date(seconds * 1000).toISOString().slice(0, -".000Z".length);
  return `${whole}${`.${fraction}`.replace(/\.?0+$/, "")}Z`;
}

/** A value, in quotes where it is not one plain word or none. */
function quoted(text: string): string {
  return /^[\w./@^+-]*$/.test(text) ? text : JSON.stringify(text);
}
