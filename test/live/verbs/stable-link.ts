import type { Link } from "../../../mod.ts";

/** A link without what the kernel tells of it only when it is new, and without what goes on while we look. */
export function stable(
  { change: _change, familySpecific: _familySpecific, state: _state, flags, linkInfo, ...link }: Link,
): object {
  const running = (fields: object = {}) => Object.entries(fields).filter(([name]) => !name.endsWith("Timer"));
  return {
    ...link,
    kindData: running(linkInfo?.data),
    portData: running(linkInfo?.portData),
    flags: flags.filter((flag) => flag !== "running" && flag !== "lowerUp"),
  };
}
