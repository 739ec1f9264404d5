import {
  attribute,
  attributes,
  type Codec,
  cstring,
  enumeration,
  type FixedCodec,
  type Flags,
  flags,
  ignored,
  type Infer,
  limited,
  limitedLength,
  type NumberCodec,
  numbered,
  u16,
  u32,
  u64,
  uint,
  type UnknownAttribute,
} from "../../src/codec/mod.ts";
import {
  type CallOptions,
  type ControllerMessage,
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type Family,
  type FamilyDefinition,
  type FamilyEvent,
  familyFromSpec,
  type GenericFamily,
  type Genetlink,
  nlctrl,
  type NoAttributes,
  type NotificationDefinition,
  type SpecificationValue,
} from "../../src/generic/mod.ts";
import type { DecodeError, MessageInfo, OverrunEvent } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { holds, is, type Same, type Writable } from "./expect.ts";

const inner = numbered({ a: u32, big: u64 });
const list = numbered({ family: u16, padding: ignored, name: attribute(5, cstring), inner });
type List = Infer<typeof list>;

/** The type of a list follows from its codecs; what is ignored is no property. */
function lists(value: List): void {
  is<number | undefined>()(value.family);
  is<string | undefined>()(value.name);
  is<bigint | undefined>()(value.inner?.big);
  is<readonly UnknownAttribute[] | undefined>()(value.unknown);
  // @ts-expect-error: nobody can read what is ignored
  value.padding;
  list satisfies Codec<{ readonly name?: string }>;
}

interface Key {
  readonly name: string;
  readonly limit?: number;
}
const key = attributes<Key>({ name: attribute(1, cstring), limit: attribute(2, u32) });
const sensors = defineFamily({
  name: "sensors",
  commands: {
    get: { number: 1, do: { request: key, reply: list }, dump: { reply: inner } },
    list: { number: 2, dump: { request: key, reply: list } },
    set: { number: 3, do: { request: key }, privileged: true },
    reset: { number: 4, do: {} },
    touch: { number: 5, do: { request: list } },
  },
  notifications: { alarm: { number: 1, value: list }, quiet: { number: 2, value: inner } },
  groups: ["alarms", "all"],
});

holds<Same<(typeof sensors)["groups"][number], "alarms" | "all">>();

/** Requests and replies have the types of the schemas. */
async function requests(genetlink: Genetlink, options: CallOptions): Promise<void> {
  const family = genetlink.family(sensors);
  is<List>()(await family.request("get", { name: "a", limit: 5 }, options));
  is<readonly Infer<typeof inner>[]>()(await family.dump("get"));
  is<readonly Infer<typeof inner>[]>()(await family.dump("get", undefined, options));
  is<readonly List[]>()(await family.dump("list", { name: "a" }));
  is<void>()(await family.execute("set", { name: "a" }));
  await family.execute("reset");
  await family.execute("reset", {}, { flags: ["echo"] });
  await family.execute("touch");
  await family.execute("touch", { inner: { big: 1n } });
  // What replies need not be asked.
  await family.execute("get", { name: "a" });

  // @ts-expect-error: a misspelt attribute
  await family.request("get", { nmae: "a" });
  // @ts-expect-error: one in a list inside
  await family.execute("touch", { inner: { bog: 1n } });
  // @ts-expect-error: a misspelt one beside the required one
  await family.request("get", { name: "a", limt: 5 });
  // @ts-expect-error: the wrong type
  await family.request("get", { name: 5 });
  // @ts-expect-error: 64 bits are a bigint
  await family.execute("touch", { inner: { big: 1 } });
  // @ts-expect-error: a required attribute is missing
  await family.request("get", { limit: 5 });
  // @ts-expect-error: so it is where nothing is told
  await family.request("get");
  // @ts-expect-error: and of a list
  await family.dump("list");
  // @ts-expect-error: no such command
  await family.request("gte", { name: "a" });
  // @ts-expect-error: a command that does not reply
  await family.request("set", { name: "a" });
  // @ts-expect-error: a command that only lists
  await family.execute("list", { name: "a" });
  // @ts-expect-error: a command that does not list
  await family.dump("set", { name: "a" });
  // @ts-expect-error: a command without attributes
  await family.execute("reset", { name: "a" });
  // @ts-expect-error: no such flag
  await family.execute("reset", {}, { flags: ["ehco"] });
  // @ts-expect-error: no such option
  await family.execute("reset", {}, { timeout: 5 });
  const reply = await family.request("get", { name: "a" });
  // @ts-expect-error: nor can replies be changed
  reply.name = "b";
  // @ts-expect-error: nor have they other attributes
  reply.limit;
}

/** Groups and notifications have the names of the definition; what comes narrows by its type and its command. */
async function notifications(
  family: Family<object, (typeof sensors)["notifications"], "alarms" | "all">,
): Promise<void> {
  await family.subscribe();
  await family.subscribe("alarms", { receiveBuffer: 5 });
  // @ts-expect-error: no such group
  await family.subscribe("alarm");
  // @ts-expect-error: no such option
  await family.subscribe("alarms", { topics: [] });
  for await (const event of await family.subscribe(["alarms", "all"])) {
    is<FamilyEvent<(typeof sensors)["notifications"]> | OverrunEvent>()(event);
    switch (event.type) {
      case "notification":
        is<MessageInfo>()(event.message);
        if (event.command === "alarm") is<List>()(event.value);
        else is<Infer<typeof inner>>()(event.value);
        // @ts-expect-error: no such notification
        if (event.command === "alrm") break;
        break;
      case "family":
        is<"new" | "delete">()(event.action);
        break;
      case "undecoded":
        is<DecodeError>()(event.error);
        break;
      case "overrun":
        is<number>()(event.lost);
        break;
      default:
        event satisfies never;
    }
  }
}

/** What a family is made of is checked too. */
function definitions(): void {
  // @ts-expect-error: it has a name
  defineFamily({ commands: {} });
  // @ts-expect-error: it has commands
  defineFamily({ name: "x" });
  // @ts-expect-error: they have numbers
  defineFamily({ name: "x", commands: { get: { do: {} } } });
  // @ts-expect-error: numbers, not text
  defineFamily({ name: "x", commands: { get: { number: "1", do: {} } } });
  // @ts-expect-error: schemas, not objects
  defineFamily({ name: "x", commands: { get: { number: 1, do: { request: {} } } } });
  // @ts-expect-error: a schema of a number is none of a message
  defineFamily({ name: "x", commands: { get: { number: 1, do: { request: u32 } } } });
  // @ts-expect-error: notifications tell something
  defineFamily({ name: "x", commands: {}, notifications: { a: { number: 1 } } });
  // @ts-expect-error: an attribute has a codec
  attributes<Key>({ name: attribute(1, cstring) });
  // @ts-expect-error: the codec of its type
  attributes<Key>({ name: attribute(1, u32), limit: attribute(2, u32) });
}

/** The commands of a family whose type is written down, as that of one that is exported has to be. */
interface SensorCommands {
  /** Both ways. */
  readonly get: DoCommand<Key, List> & DumpCommand<NoAttributes, List>;
  /** Without a reply. */
  readonly set: DoCommand<Key>;
}

/** Such a type says the same as one that follows from the definition. */
async function written(
  definition: FamilyDefinition<SensorCommands, { readonly alarm: NotificationDefinition<List> }, "alarms">,
  genetlink: Genetlink,
): Promise<void> {
  const family = genetlink.family(definition);
  is<List>()(await family.request("get", { name: "a" }));
  is<readonly List[]>()(await family.dump("get"));
  // @ts-expect-error: a required attribute is missing
  await family.execute("set", {});
  // @ts-expect-error: a command that does not reply
  await family.request("set", { name: "a" });
  for await (const event of await family.subscribe("alarms")) {
    if (event.type === "notification") is<List>()(event.value);
  }
}

/** The controller is a family as all others, and has words of its own. */
async function controller(genetlink: Genetlink): Promise<void> {
  is<ControllerMessage>()(await genetlink.family(nlctrl).request("getFamily", { name: "x" }));
  is<readonly GenericFamily[]>()(await genetlink.controller.list());
  is<GenericFamily>()(await genetlink.controller.get("x"));
  // @ts-expect-error: a name or a number
  await genetlink.controller.get({ name: "x" });
  for (const { do: accepted = [] } of await genetlink.controller.policies("x")) {
    is<bigint | undefined>()(accepted[0]?.minimum);
  }
  for await (const event of await genetlink.controller.subscribe()) {
    if (event.type === "notification" && event.command === "newFamily") is<string | undefined>()(event.value.name);
  }
}

holds<Same<Writable<GenericFamily>, never>>();
holds<Same<Writable<ControllerMessage>, never>>();
holds<Same<Writable<typeof sensors>, never>>();

/** What a specification has is known when the program runs: names are any text, values unknown. */
async function specifications(genetlink: Genetlink, document: object): Promise<void> {
  const family = genetlink.family(familyFromSpec(document));
  const reply = await family.request("devGet", { ifindex: 1 });
  is<SpecificationValue>()(reply);
  is<unknown>()(reply["ifindex"]);
  is<readonly SpecificationValue[]>()(await family.dump("devGet"));
  is<void>()(await family.execute("devSet", { any: [1, 2n, "three"] }, { flags: ["echo"] }));
  for await (const event of await family.subscribe("mgmt")) {
    if (event.type === "notification") is<SpecificationValue>()(event.value);
  }
  // @ts-expect-error: a document, not its file
  familyFromSpec("netdev.yaml");
  // @ts-expect-error: nobody knows what it is
  reply["ifindex"].toFixed();
  // @ts-expect-error: attributes have names
  await family.request("devGet", [1]);
}

/** Values and bits that have names do so in numbers of any length; what is limited stays what it was. */
function named(): void {
  is<FixedCodec<Flags<"a">>>()(flags(u64, { a: 1 }));
  is<Codec<Flags<"a">>>()(flags(uint, { a: 1 }));
  is<FixedCodec<"a" | bigint>>()(enumeration(u64, { a: 1 }));
  is<Codec<"a" | number | bigint>>()(enumeration(uint, { a: 1 }));
  is<FixedCodec<"a" | number>>()(enumeration(limited(u32, { minimum: 1 }), { a: 1 }));
  is<NumberCodec<bigint>>()(limited(u64, { maximum: 5n }));
  is<Codec<string>>()(limitedLength(cstring, { maximumLength: 15 }));
  // @ts-expect-error: text has a length
  limited(cstring, { minimum: 1 });
  // @ts-expect-error: no such limit
  limited(u32, { max: 1 });
}

/** Families of fake kernels answer in the types of the schemas. */
function fakes(): void {
  const { generic } = fakeKernel();
  generic.add(sensors, {
    get: ({ name = "" }, { mode }) => mode === "dump" ? [{ a: name.length }] : { name },
    list: ({ limit }) => [{ family: limit ?? 0 }],
    set: ({ name }) => void name,
  });
  // @ts-expect-error: no such command
  generic.add(sensors, { gte: () => ({}) });
  // @ts-expect-error: the wrong type
  generic.add(sensors, { list: () => [{ name: 5 }] });
  generic.announce(sensors, "alarm", { name: "a" });
  // @ts-expect-error: no such notification
  generic.announce(sensors, "alrm", { name: "a" });
  // @ts-expect-error: the wrong type
  generic.announce(sensors, "alarm", { name: 5 });
  // @ts-expect-error: no such group
  generic.announce(sensors, "alarm", { name: "a" }, "alarm");
}

/** Nobody runs them. */
export const claims: readonly unknown[] = [
  lists,
  requests,
  notifications,
  definitions,
  written,
  controller,
  specifications,
  named,
  fakes,
];
