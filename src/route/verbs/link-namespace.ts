import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { type Namespace, namespaceLabel, namespacePaths, openNamespace } from "../../namespace.ts";
import type { Link } from "../link.ts";
import { type NamespaceId, namespaceIdMessage, RTM_GETNSID, RTM_NEWNSID } from "../namespace-id.ts";

/**
 * The network namespace of a link: a name as `ip netns` has it, a path, the number of a process, a `file:` URL, or a
 * descriptor that the caller has open.
 */
export type LinkNamespace = Namespace | { readonly descriptor: number };

/** The attributes by which a request names a namespace. */
export type Place = Pick<Link, "namespacePid" | "namespaceDescriptor">;

const MAX_DESCRIPTOR = 2 ** 31 - 1;
const ENOENT = 2;

/** The namespaces that a request names: what was opened for it, until it is over. */
export class Places {
  readonly #exchange: Exchange;
  readonly #opened: number[] = [];

  /** Makes it for the requests of an exchange; nothing is open yet. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
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
    throw new RangeError(`Cannot ${operation}: expected a descriptor of a network namespace, got '${descriptor}'`);
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
    const label = isDescriptor(namespace) ? `descriptor ${namespace.descriptor}` : namespaceLabel(namespace);
    const request = { operation: `${operation}: ${label}`, codec: namespaceIdMessage };
    const { namespacePid: pid, namespaceDescriptor: descriptor } = place;
    const value: NamespaceId = {
      family: "unspec",
      ...(pid === undefined ? {} : { pid }),
      ...(descriptor === undefined ? {} : { descriptor }),
    };
    const given = this.#exchange.request({ ...request, type: RTM_NEWNSID, value: { ...value, id: -1 } })
      .catch((error) => {
        if (!(error instanceof NetlinkError && error.code === "EEXIST")) throw error;
      });
    const told = this.#exchange.request(
      { ...request, type: RTM_GETNSID, value },
      (view, { type, offset, length }) =>
        type === RTM_NEWNSID ? namespaceIdMessage.read(view, offset, length).id : undefined,
    );
    const [, [id = -1]] = await Promise.all([given, told]);
    if (id < 0) throw new NetlinkError(request.operation, ENOENT);
    return id;
  }
}

function isDescriptor(namespace: LinkNamespace): namespace is { readonly descriptor: number } {
  return typeof namespace === "object" && !(namespace instanceof URL) && namespace !== null;
}
