import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { type Namespace, namespaceLabel, namespacePaths, openNamespace } from "../../namespace.ts";
import { shown } from "../../shown.ts";
import type { Link } from "../link.ts";
import { type NamespaceId, namespaceIdNoun } from "../namespace-id.ts";
import { Requests } from "./requests.ts";

/**
 * The network namespace of a link: a name as `ip netns` has it, a path, the number of a process, a `file:` URL, or a
 * descriptor that the caller has open.
 */
export type LinkNamespace = Namespace | { readonly descriptor: number };

/** The attributes by which a request names a namespace. */
export type Place = Pick<Link, "namespacePid" | "namespaceDescriptor">;

const MAX_DESCRIPTOR = 2 ** 31 - 1;

/** The namespaces that a request names: what was opened for it, until it is over. */
export class Places {
  readonly #exchange: Exchange;
  readonly #ids: Requests<NamespaceId>;
  readonly #opened: number[] = [];

  /** Makes it for the requests of an exchange; nothing is open yet. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#ids = new Requests(exchange, namespaceIdNoun);
  }

  /**
   * Opens a namespace, unless the kernel finds it by itself; throws a `RangeError` for what can be none, a
   * {@linkcode NetlinkError} where there is none.
   */
  open(operation: string, namespace: LinkNamespace): Place {
    if (typeof namespace === "number") {
      // Refuses what is no number of a process.
      namespacePaths(namespace);
      return { namespacePid: namespace };
    }
    if (!isDescriptor(namespace)) {
      const opened = openNamespace(this.#exchange.libc, namespace);
      this.#opened.push(opened);
      return { namespaceDescriptor: opened };
    }
    const { descriptor } = namespace;
    if (Number.isInteger(descriptor) && descriptor >= 0 && descriptor <= MAX_DESCRIPTOR) {
      return { namespaceDescriptor: descriptor };
    }
    throw new RangeError(`Cannot ${operation}: expected a descriptor of a network namespace, got ${shown(descriptor)}`);
  }

  /** Closes what was opened. */
  close(): void {
    for (const fd of this.#opened.splice(0)) this.#exchange.libc.close(fd);
  }

  /**
   * The number by which requests ask about links in another namespace. The kernel gives one to a namespace when it is
   * first mentioned, and here where it has none yet.
   */
  async idOf(operation: string, namespace: LinkNamespace, place: Place): Promise<number> {
    const named = `${operation}: ${labelOf(namespace)}`;
    const value = namespaceAt(place);
    const given = this.#ids.send(named, "new", 0, { ...value, id: -1 }, {}).catch((error) => {
      if (!(error instanceof NetlinkError && error.code === "EEXIST")) throw error;
    });
    const [, [{ id = -1 } = {}]] = await Promise.all([given, this.#ids.send(named, "get", 0, value, {})]);
    if (id < 0) throw new NetlinkError(named, "ENOENT");
    return id;
  }
}

/** The attributes by which a request about numbers names a namespace. */
export function namespaceAt({ namespacePid: pid, namespaceDescriptor: descriptor }: Place): Partial<NamespaceId> {
  return { ...(pid !== undefined && { pid }), ...(descriptor !== undefined && { descriptor }) };
}

/** How errors call a namespace. */
export function labelOf(namespace: LinkNamespace): string {
  if (!isDescriptor(namespace)) return namespaceLabel(namespace);
  return "descriptor" in namespace ? `descriptor ${namespace.descriptor}` : shown(namespace);
}

function isDescriptor(namespace: LinkNamespace): namespace is { readonly descriptor: number } {
  return typeof namespace === "object" && !(namespace instanceof URL) && namespace !== null;
}
