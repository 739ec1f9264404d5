const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
/** What has no members. */
const SCALAR = new RegExp(
  `${STRING.source}|${/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/.source}`,
  "y",
);
const SPACE = /[ \t\r\n]*/y;

/**
 * The value of a text in JSON; throws a `SyntaxError` that tells where it is none, in the same words in every runtime.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const end = endOf(text);
    const line = text.slice(0, end).split("\n");
    const [got = ""] = /^\S{0,16}/.exec(text.slice(end)) ?? [];
    const place = `line ${line.length}, column ${(line.at(-1) ?? "").length + 1}`;
    throw new SyntaxError(`${place}: expected JSON, got ${got === "" ? "its end" : `'${got}'`}`, { cause });
  }
}

/** Where a text stops being JSON. */
function endOf(text: string): number {
  let at = 0;

  /** Passes over what fits, and the space behind it; whether there was any. */
  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) return false;
    SPACE.lastIndex = at += found.length;
    at += SPACE.exec(text)?.[0].length ?? 0;
    return true;
  }

  function isValue(): boolean {
    if (take(/\{/y)) return areMembers(/\}/y, () => take(STRING) && take(/:/y) && isValue());
    return take(/\[/y) ? areMembers(/\]/y, isValue) : take(SCALAR);
  }

  function areMembers(end: RegExp, isMember: () => boolean): boolean {
    if (take(end)) return true;
    do if (!isMember()) return false; while (take(/,/y));
    return take(end);
  }

  take(/(?:)/y);
  isValue();
  return at;
}
