import type { Codec, Layout } from "./codec.ts";

/**
 * A codec that is made when it is first used, for schemas of which most programs need few: to make them all would take
 * time at every start.
 */
export function onDemand<T>(make: () => Codec<T>): Codec<T> {
  let made: Codec<T> | undefined;
  const codec = (): Codec<T> => made ??= make();
  return {
    get layout(): Layout {
      return codec().layout;
    },
    read: (view, offset, length) => codec().read(view, offset, length),
    write: (out, value) => codec().write(out, value),
  };
}
