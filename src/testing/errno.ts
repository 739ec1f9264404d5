import { errnos } from "../errno.ts";

/** The error number with this name, such as 17 for `"EEXIST"`. */
export function errno(code: string): number {
  const row = errnos.find(([, name]) => name === code);
  if (row === undefined) throw new TypeError(`Cannot find the error number of '${code}': expected a name of Linux`);
  return row[0];
}
