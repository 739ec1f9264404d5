import type { Address } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line, word } from "./words.ts";

/** A multicast or anycast address of a link in one line. */
export function groupAddressText(address: Address, names: Names, paint: Paint): string {
  const { family, index, multicast, anycast, multicastUsers } = address;
  const part = (text: string): string => paint(family === "inet6" ? "inet6" : "inet", text);
  return line(
    `${index}: ${paint("link", names.text(index))} ${family}`,
    word("mcast", multicast, part),
    word("any", anycast, part),
    word("users", multicastUsers),
  );
}
