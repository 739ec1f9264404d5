import { NetlinkError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { AnyFamily } from "./definition.ts";
import { FamilyNotFoundError } from "./family-not-found.ts";
import { type FamilyKey, nlctrl } from "./families/nlctrl.ts";
import { familyOf, type GenericFamily, NLCTRL } from "./families/nlctrl/message.ts";
import type { LoadModule } from "./modules.ts";
import { perform } from "./perform.ts";
import type { ReceiveOptions } from "../socket.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** Asks the controller for a family; rejects with a {@linkcode FamilyNotFoundError} where there is none. */
export async function findFamily(
  exchange: Exchange,
  key: FamilyKey,
  options: ReceiveOptions = {},
): Promise<GenericFamily> {
  const called = key.name ?? key.id ?? "";
  try {
    const { getFamily } = nlctrl.commands;
    const operation = `find family '${called}'`;
    const task = { operation, family: nlctrl, command: getFamily, mode: "do", value: key, options } as const;
    const [found] = await perform(exchange, NLCTRL, task);
    // Where the kernel says that all is well, it has told of the family.
    return familyOf(found ?? {});
  } catch (error) {
    if (error instanceof NetlinkError && error.code === "ENOENT") throw new FamilyNotFoundError(called);
    throw error;
  }
}

/** Finds families by their names, each once, and once more where it has gone meanwhile. */
export class Resolver {
  readonly #exchange: Exchange;
  readonly #loadModule: LoadModule;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<GenericFamily>>();

  /** Makes a resolver that asks with `exchange`, and waits for no module once `signal` is given. */
  constructor(exchange: Exchange, loadModule: LoadModule, signal: AbortSignal) {
    this.#exchange = exchange;
    this.#loadModule = loadModule;
    this.#signal = signal;
  }

  /** The family as it was when it was found. */
  find(family: AnyFamily): Promise<GenericFamily> {
    return this.#known.get(family.name) ?? this.findAgain(family);
  }

  /** The family as it is now, though it be known; who asks meanwhile waits for the same answer. */
  findAgain(family: AnyFamily): Promise<GenericFamily> {
    const { name } = family;
    const found = this.#load(family);
    this.#known.set(name, found);
    found.catch(() => {
      if (this.#known.get(name) === found) this.#known.delete(name);
    });
    return found;
  }

  /** Asks for the family, and where there is none once more when its modules are loaded. */
  async #load({ name, modules }: AnyFamily): Promise<GenericFamily> {
    try {
      return await findFamily(this.#exchange, { name });
    } catch (error) {
      if (!(error instanceof FamilyNotFoundError) || modules.length === 0) throw error;
    }
    const failures: unknown[] = [];
    for (const module of modules) {
      try {
        await unlessAborted(() => this.#loadModule(module), this.#signal);
      } catch (failure) {
        failures.push(failure);
      }
    }
    try {
      return await findFamily(this.#exchange, { name });
    } catch (error) {
      if (!(error instanceof FamilyNotFoundError)) throw error;
      const hint = `modules tried: ${modules.join(", ")}`;
      throw new FamilyNotFoundError(name, { hint, ...(failures.length > 0 && { cause: failures[0] }) });
    }
  }
}
