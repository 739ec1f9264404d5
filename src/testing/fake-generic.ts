import type {
  AnyFamily,
  CommandDefinition,
  FamilyDefinition,
  Members,
  NotificationDefinition,
} from "../generic/definition.ts";
import type { FakeCall, FakeCommands } from "./fake-call.ts";
import type { AnyCommands, FakeFamilies } from "./fake-families.ts";

/**
 * The families of a fake kernel, see {@linkcode fakeKernel}: the controller, which tells of them all, and those that a
 * test adds.
 */
export class FakeGeneric {
  readonly #families: FakeFamilies;

  /** Makes the face of these families. */
  constructor(families: FakeFamilies) {
    this.#families = families;
  }

  /** The requests that came so far, in their order; those that ask the controller for a family too. */
  get requests(): readonly FakeCall[] {
    return this.#families.requests;
  }

  /**
   * Adds a family, with numbers that nobody had before, or gives other commands to one that there is. A command of the
   * definition that is not told is refused with `EOPNOTSUPP`, as the kernel refuses one that it does not have yet; to tell
   * one that the definition has not throws a `RangeError`.
   *
   * @example
   * ```ts
   * import { numbered, u32 } from "@netlink/ffi/codec";
   * import { defineFamily, Genetlink } from "@netlink/ffi/generic";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const value = numbered({ value: u32 });
   * const counter = defineFamily({
   *   name: "counter",
   *   commands: { double: { number: 1, do: { request: value, reply: value } } },
   * });
   * const kernel = fakeKernel();
   * kernel.generic.add(counter, { double: ({ value = 0 }) => ({ value: value * 2 }) });
   * await using genetlink = await Genetlink.open({ kernel });
   * console.log((await genetlink.family(counter).request("double", { value: 21 })).value); // 42
   * ```
   */
  add<
    Commands extends Members<Commands, CommandDefinition>,
    Notifications extends Members<Notifications, NotificationDefinition>,
    Group extends string,
  >(
    definition: FamilyDefinition<Commands, Notifications, Group>,
    commands: FakeCommands<NoInfer<Commands>> = {},
  ): void {
    // Each is called with what its own command decodes.
    this.#families.add(definition, commands as AnyCommands);
  }

  /** Removes a family: who listens to its groups hears nothing more, but for the controller, which says so. */
  remove(definition: Pick<AnyFamily, "name">): void {
    this.#families.remove(definition.name);
  }

  /**
   * Tells something in a group of a family, the first where none is named. Throws a `RangeError` where there is no such
   * family, group or notification, or for a value that cannot be.
   */
  announce<
    Notifications extends Members<Notifications, NotificationDefinition>,
    Name extends keyof Notifications & string,
    Group extends string,
  >(
    definition: FamilyDefinition<object, Notifications, Group>,
    notification: Name,
    value: Notifications[Name] extends NotificationDefinition<infer Value> ? Value : never,
    group: NoInfer<Group> | undefined = definition.groups[0],
  ): void {
    this.#families.announce(definition, notification, value, group);
  }
}
