import { NetlinkError } from "../errors.ts";
import type { EventStream } from "../event-stream.ts";
import { shown } from "../shown.ts";
import type { ReceiveOptions } from "../socket.ts";
import type { FamilyEvent } from "./calls.ts";
import { type FamilyKey, nlctrl, type NlctrlNotifications, type PolicyQuery } from "./families/nlctrl.ts";
import { type ControllerMessage, familyOf, type GenericFamily, NLCTRL } from "./families/nlctrl/message.ts";
import { type Connection, Family } from "./family.ts";
import { FamilyNotFoundError } from "./family-not-found.ts";
import { perform } from "./perform.ts";
import { assemblePolicies, type CommandPolicy } from "./policy.ts";
import { findFamily } from "./resolver.ts";
import type { SubscribeOptions } from "./subscription.ts";

/** What the kernel calls a command that does nothing but list, all of them the same, among those of a family. */
const NAMELESS = 0;

/**
 * The families that the kernel has, as its controller (`nlctrl`) tells of them.
 *
 * @example
 * ```ts
 * import { Genetlink } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * for (const { id, name, groups } of await genetlink.controller.list()) {
 *   console.log(id, name, groups.map((group) => group.name).join(" "));
 * }
 * ```
 */
export class Controller {
  readonly #connection: Connection;

  /** Makes the verbs of a connection. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Lists the families of the network namespace. */
  async list(options: ReceiveOptions = {}): Promise<readonly GenericFamily[]> {
    const { getFamily } = nlctrl.commands;
    const task = { operation: "list families", family: nlctrl, command: getFamily, mode: "dump", options } as const;
    // Read with the schema of the reply.
    const found = await perform(this.#connection.exchange, NLCTRL, task) as readonly ControllerMessage[];
    return found.map(familyOf);
  }

  /** The family of this name or number; rejects with a {@linkcode FamilyNotFoundError} where there is none. */
  async get(family: string | number, options: ReceiveOptions = {}): Promise<GenericFamily> {
    return await findFamily(this.#connection.exchange, keyOf(family), options);
  }

  /**
   * What the kernel accepts of the attributes of each command of a family, as far as it checks them; nothing where it
   * checks none. Rejects as {@linkcode get} does; kernels before 5.7 refuse to tell with `EOPNOTSUPP`.
   */
  async policies(family: string | number, options: ReceiveOptions = {}): Promise<readonly CommandPolicy[]> {
    const told = await this.#policies(family, {}, options);
    if (told.every(({ number }) => number !== NAMELESS)) return told;
    const named = told.filter(({ number }) => number !== NAMELESS);
    const { commands } = await this.get(family, options);
    const left = commands.filter(({ number, capabilities }) =>
      capabilities.includes("policy") && named.every((command) => command.number !== number)
    );
    const found = await Promise.all(left.map(async ({ number }) => {
      const policies = await this.#policies(family, { command: number }, options);
      return policies.map((policy) => ({ ...policy, number }));
    }));
    return [...named, ...found.flat()].toSorted((a, b) => a.number - b.number);
  }

  async #policies(
    family: string | number,
    query: Pick<PolicyQuery, "command">,
    options: ReceiveOptions,
  ): Promise<readonly CommandPolicy[]> {
    const operation = `list the policies of family '${family}'`;
    const { getPolicy: command } = nlctrl.commands;
    const value = { ...keyOf(family), ...query };
    const task = { operation, family: nlctrl, command, mode: "dump", value, options } as const;
    try {
      // Read with the schema of the reply.
      const parts = await perform(this.#connection.exchange, NLCTRL, task) as readonly ControllerMessage[];
      return assemblePolicies(parts);
    } catch (error) {
      if (error instanceof NetlinkError && error.code === "ENODATA") return [];
      if (error instanceof NetlinkError && error.code === "ENOENT") throw new FamilyNotFoundError(family);
      throw error;
    }
  }

  /** Listens to what the controller announces: families and groups that come and go. */
  subscribe(options: SubscribeOptions = {}): Promise<EventStream<FamilyEvent<NlctrlNotifications>>> {
    return new Family(nlctrl, this.#connection).subscribe("notify", options);
  }
}

function keyOf(family: string | number): FamilyKey {
  if (typeof family === "number") return { id: family };
  if (typeof family === "string" && family !== "") return { name: family };
  throw new RangeError(`Cannot find family: expected its name or its number, got ${shown(family)}`);
}
