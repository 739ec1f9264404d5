import { type Codec, decode } from "../codec/codec.ts";
import { Writer } from "../codec/writer.ts";
import type { Family } from "../route/family.ts";
import { nouns, type Topic } from "../route/mod.ts";
import type { FakeRequest } from "./fake-handler.ts";
import { complete, type FakeObject } from "./fake-object.ts";

/** Those objects of which a list of one address family tells; a list of all families tells nothing of bridges. */
export function ofFamily({ topic, value }: FakeRequest, objects: readonly object[]): readonly object[] {
  if (value === undefined) return objects;
  const asked = familyOf(value);
  return objects.filter((object) => {
    const family = familyOf(complete(topic, object));
    return asked === "unspec" ? family !== "bridge" : family === asked;
  });
}

function familyOf({ family = "unspec" }: { readonly family?: Family }): Family {
  return family;
}

/** Whether an object is the one that is asked for, where the kernel finds it by what it is called. */
const IS_ASKED: { readonly [T in Topic]?: (asked: FakeObject<T>, there: FakeObject<T>) => boolean } = {
  link({ index, name, alternativeName = name }, there) {
    if (index) return there.index === index;
    const names = [there.name, ...(there.propertyList?.alternativeNames ?? [])];
    return alternativeName !== undefined && names.includes(alternativeName);
  },
  address: (asked, there) =>
    (!asked.index || there.index === asked.index) && (asked.local ?? asked.address) === (there.local ?? there.address),
  neighbor: ({ index, destination, linkLayerAddress }, there) =>
    there.index === index && there.destination === destination &&
    (linkLayerAddress === undefined || there.linkLayerAddress === linkLayerAddress),
  nexthop: ({ id }, there) => there.id === id,
};

/**
 * The object that a question means among all there are; `undefined` where it is not among them. Of the kinds that the
 * kernel does not find by what they are called, there may be one at most: which one it would choose is for the test to
 * say.
 */
export function findAsked({ topic, value }: FakeRequest, objects: readonly object[]): object | undefined {
  // The table has a function for the objects of each topic, and the request has a value of its own.
  const isAsked = IS_ASKED[topic] as ((asked: object, there: object) => boolean) | undefined;
  if (isAsked !== undefined && value !== undefined) {
    return objects.find((object) => isAsked(value, canonical(topic, object)));
  }
  if (objects.length <= 1) return objects[0];
  throw new RangeError(`Cannot answer get ${topic}: expected one object, got ${objects.length}`);
}

/** The object as whoever asks for it gets it: addresses are in their shortest form. */
function canonical(topic: Topic, object: object): object {
  const codec: Codec<object> = nouns[topic].codec;
  const out = new Writer(`answer with ${topic}`);
  codec.write(out, complete(topic, object));
  return decode(codec, out.finish());
}
