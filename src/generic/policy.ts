import type { AttributeRule, ControllerMessage } from "./families/nlctrl/message.ts";

/** What the kernel accepts of an attribute. */
export interface AcceptedAttribute extends AttributeRule {
  /** Number of the attribute. */
  readonly number: number;
  /** What is accepted inside of it; absent where that is the policy of a list which it stands in. */
  readonly attributes?: readonly AcceptedAttribute[];
}

/** What the kernel accepts of the attributes of a command. */
export interface CommandPolicy {
  /** Number of the command. */
  readonly number: number;
  /** What is accepted where it does something; absent where it does not, or where nothing is checked. */
  readonly do?: readonly AcceptedAttribute[];
  /** What is accepted where it lists. */
  readonly dump?: readonly AcceptedAttribute[];
}

/** Puts the parts together in which the kernel tells of policies: one command, or one attribute each. */
export function assemblePolicies(parts: readonly ControllerMessage[]): readonly CommandPolicy[] {
  const rules = new Map<number, Map<number, AttributeRule>>();
  for (const { key: policy, value } of parts.flatMap(({ policies = [] }) => policies)) {
    const attributes = rules.get(policy) ?? new Map<number, AttributeRule>();
    for (const { key, value: rule } of value) attributes.set(key, rule);
    rules.set(policy, attributes);
  }
  /** Those that are made: a policy can be that of many attributes, and stand in itself. */
  const made = new Map<number, readonly AcceptedAttribute[]>();
  const underWay = new Set<number>();

  function attributesOf(policy: number): readonly AcceptedAttribute[] | undefined {
    const known = made.get(policy);
    if (known !== undefined || underWay.has(policy)) return known;
    underWay.add(policy);
    const attributes = [...rules.get(policy) ?? []].map(([number, rule]): AcceptedAttribute => {
      const inside = rule.policy === undefined ? undefined : attributesOf(rule.policy);
      return { number, ...rule, ...(inside && { attributes: inside }) };
    });
    underWay.delete(policy);
    made.set(policy, attributes);
    return attributes;
  }

  function accepted(policy: number | undefined): readonly AcceptedAttribute[] | undefined {
    return policy === undefined ? undefined : attributesOf(policy);
  }

  const commands = new Map<number, CommandPolicy>();
  for (const { key: number, value } of parts.flatMap(({ commandPolicies = [] }) => commandPolicies)) {
    const [once, list] = [accepted(value.do), accepted(value.dump)];
    commands.set(number, { ...commands.get(number), number, ...(once && { do: once }), ...(list && { dump: list }) });
  }
  return [...commands.values()];
}
