/** The way to a place in a document: the names of members, the indexes of elements. */
export type Place = readonly (string | number)[];

/** A specification that no family can be made of: it says where, and what was expected there. */
export class SpecificationError extends RangeError {
  /** Name of the class, in messages. */
  override readonly name = "SpecificationError";
  /** The way to what is wrong, for those who know its line: names of members, indexes of elements from 0. */
  readonly path: readonly (string | number)[];
  /** What was expected there, and what was found. */
  readonly reason: string;

  /** Makes an error about a place, or about a member that it should not have; nowhere is the document itself. */
  constructor(path: readonly (string | number)[], reason: string, member?: string) {
    super(`Cannot use specification: ${path.length === 0 ? "" : `${placeText(path)}: `}${reason}`);
    this.path = member === undefined ? path : [...path, member];
    this.reason = reason;
  }
}

/** A place as it is written, such as `attribute-sets[2].attributes[3].type`. */
export function placeText(place: Place): string {
  return place.map((part) => typeof part === "number" ? `[${part}]` : `.${part}`).join("").replace(/^\./, "");
}

/** Throws what is wrong with a place, or with a `member` that it should not have. */
export function refuse(place: Place, reason: string, member?: string): never {
  throw new SpecificationError(place, reason, member);
}
