import { CniError } from "./error.ts";

/** The versions of the specification that this module speaks, oldest first. */
export const CNI_VERSIONS: readonly string[] = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"];

/** The version of a configuration that tells none. */
export const FIRST_VERSION = "0.1.0";

const PARTS = ["major", "minor", "micro"] as const;

/** The numbers of a version; throws a {@linkcode CniError} (`decoding`) for what is none. */
export function parseVersion(version: string): readonly number[] {
  const parts = (version || FIRST_VERSION).split(".");
  if (parts.length > PARTS.length) throw new CniError("decoding", `invalid version "${version}": too many parts`);
  return PARTS.map((name, i) => {
    const { [i]: part = "0" } = parts;
    if (/^[-+]?\d+$/.test(part)) return Number(part);
    const reason = `strconv.Atoi: parsing "${part}": invalid syntax`;
    throw new CniError("decoding", `failed to convert ${name} version part "${part}": ${reason}`);
  });
}

/** Whether a version is another one, or newer. */
export function isAtLeast(version: string, other: string): boolean {
  const [numbers, others] = [parseVersion(version), parseVersion(other)];
  const difference = numbers.map((number, i) => number - (others[i] ?? 0)).find((difference) => difference !== 0);
  return difference === undefined || difference > 0;
}
