import { NetlinkError } from "../../../mod.ts";
import {
  type CommandPolicy,
  type Controller,
  ethtool,
  FamilyNotFoundError,
  type GenericFamily,
  ipvs,
  mptcpPm,
  netdev,
  nlctrl,
  taskstats,
  tcpMetrics,
  wireguard,
} from "../../generic/mod.ts";
import { closest } from "../../options.ts";
import { toJson } from "../json.ts";
import type { Output } from "../output.ts";
import type { Session } from "../session.ts";
import { familyDetails, familyLines } from "../text/genl.ts";

/** Where families are printed, and how. */
export interface Printing extends Pick<Session, "json" | "paint"> {
  /** What takes the lines. */
  readonly output: Pick<Output, "write">;
}

/** The families whose commands have names. */
const SHIPPED = [nlctrl, ethtool, netdev, mptcpPm, tcpMetrics, taskstats, wireguard, ipvs];

/** Prints the families that there are. */
export async function printFamilies(controller: Controller, { json, output, paint }: Printing): Promise<void> {
  const families = await controller.list();
  const lines = json ? [`[${families.map(toJson).join(",\n")}]`] : familyLines(families, paint);
  for (const line of lines) await output.write(`${line}\n`);
}

/** Prints one family, with what its commands accept. */
export async function printFamily(
  controller: Controller,
  name: string,
  { json, output, paint }: Printing,
): Promise<void> {
  const family = await findFamily(controller, name);
  const policies = await policiesOf(controller, family.id);
  const lines = json ? [toJson({ ...family, policies })] : familyDetails(family, policies, paint, SHIPPED);
  for (const line of lines) await output.write(`${line}\n`);
}

/** What a word means: digits are the number of a family, all else is the name of one. */
export function keyOf(word: string): string | number {
  return /^\d+$/.test(word) ? Number(word) : word;
}

/** The family of this name or number; where there is none, the error tells one that may be meant. */
export async function findFamily(controller: Controller, name: string): Promise<GenericFamily> {
  try {
    return await controller.get(keyOf(name));
  } catch (error) {
    if (!(error instanceof FamilyNotFoundError)) throw error;
    const likely = closest(name, (await controller.list()).map((family) => family.name));
    throw likely === undefined ? error : new FamilyNotFoundError(name, { hint: `did you mean '${likely}'?` });
  }
}

/** What is accepted by the commands of a family; nothing where the kernel is too old to tell. */
async function policiesOf(controller: Controller, id: number): Promise<readonly CommandPolicy[]> {
  try {
    return await controller.policies(id);
  } catch (error) {
    if (error instanceof NetlinkError && error.code === "EOPNOTSUPP") return [];
    throw error;
  }
}
