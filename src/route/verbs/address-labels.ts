import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { parseAddress, parsePrefix } from "../../codec/prefix.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { type AddressLabel, addressLabelNoun } from "../address-label.ts";
import { checkDescription, namesOf, need } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import { ObjectList } from "./object-list.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which addresses are meant. */
export interface AddressLabelKey {
  /** Prefix of the addresses, such as `"2001:db8::/32"`. */
  readonly prefix: string;
  /** The link whose addresses alone have the label. @default any */
  readonly link?: LinkReference;
}

/** A label as it is to be. */
export interface NewAddressLabel extends AddressLabelKey {
  /** The label, up to 4294967294. */
  readonly label: number;
}

const KEY_FIELDS = namesOf<AddressLabelKey>({ prefix: true, link: true });
const FIELDS = namesOf<NewAddressLabel>({ prefix: true, label: true, link: true });
/** Bits of an IPv6 address. */
const WHOLE = 128;

/**
 * The labels of IPv6 prefixes, by which source addresses are chosen: `RTM_GETADDRLABEL`, `RTM_NEWADDRLABEL`,
 * `RTM_DELADDRLABEL`.
 *
 * @example What the addresses of a network are called
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * await rtnetlink.addressLabels.add({ prefix: "2001:db8::/32", label: 99 });
 * console.log((await rtnetlink.addressLabels.get("2001:db8::1")).label);
 * ```
 */
export class AddressLabels extends ObjectList<AddressLabel> {
  readonly #requests: LinkedRequests<AddressLabel>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    super(exchange, addressLabelNoun, { name: "address labels", families: ["inet6"], linkOf: ({ index }) => index });
    this.#requests = new LinkedRequests(exchange, addressLabelNoun);
  }

  /** Gets the label of an address, at a link where one is named; rejects with `ESRCH` where it has none. */
  async get(address: string, link?: LinkReference, options: RequestOptions = {}): Promise<AddressLabel> {
    const operation = `get address label of '${address}'`;
    const parsed = parseAddress(`Cannot ${operation}`, address, "inet6");
    const [found] = await this.#requests.run(operation, options, ({ index }) => [{
      verb: "get",
      value: { family: "inet6", prefixLength: WHOLE, index: link === undefined ? 0 : index(link), address: parsed },
    }]);
    if (found === undefined) throw new NetlinkError(operation, "ESRCH");
    return found;
  }

  /** Adds a label; rejects with `EEXIST` where the prefix has one. */
  async add(label: NewAddressLabel, options: RequestOptions = {}): Promise<void> {
    await this.#put("add", NLM_F_CREATE | NLM_F_EXCL, label, options);
  }

  /** Gives a prefix a label, in place of the one that it has, if any. */
  async set(label: NewAddressLabel, options: RequestOptions = {}): Promise<void> {
    await this.#put("set", NLM_F_CREATE | NLM_F_REPLACE, label, options);
  }

  /** Removes the label of a prefix, as it was added or as it was listed; rejects with `ESRCH` where it has none. */
  async remove(label: AddressLabelKey | AddressLabel, options: RequestOptions = {}): Promise<void> {
    const isListed = typeof label === "object" && label !== null && "prefixLength" in label;
    const key: AddressLabelKey = isListed
      ? { prefix: `${label.address}/${label.prefixLength}`, ...(label.index !== 0 && { link: label.index }) }
      : label;
    // What is listed or was added may say more than is needed.
    if (!isListed) checkDescription("Cannot remove address label", key, [...KEY_FIELDS, "label"]);
    need("Cannot remove address label", "a prefix", key.prefix);
    const operation = `remove address label of '${key.prefix}'`;
    await this.#requests.run(operation, options, ({ index }) => [
      // The kernel wants to hear a label, whichever.
      { verb: "delete", value: { ...keyOf(operation, key, index), label: 0 } },
    ]);
  }

  async #put(verb: "add" | "set", flags: number, label: NewAddressLabel, options: RequestOptions): Promise<void> {
    const subject = `Cannot ${verb} address label`;
    checkDescription(subject, label, FIELDS);
    need(subject, "a prefix", label.prefix);
    need(subject, "a label", label.label);
    const operation = `${verb} address label of '${label.prefix}'`;
    await this.#requests.run(operation, options, ({ index }) => [
      { verb: "new", flags, value: { ...keyOf(operation, label, index), label: label.label } },
    ]);
  }
}

/** The part of a message that tells which addresses are meant. */
function keyOf(operation: string, { prefix, link }: AddressLabelKey, index: LinkIndex): Partial<AddressLabel> {
  const { address, prefixLength } = parsePrefix(`Cannot ${operation}`, prefix, "inet6");
  return { family: "inet6", prefixLength, index: link === undefined ? 0 : index(link), address };
}
