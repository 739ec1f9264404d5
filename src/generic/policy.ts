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
  /** Those that are made, or begun: a policy can be that of many attributes, and stand in itself. */
  const made = new Map<number, readonly AcceptedAttribute[] | undefined>();

  function attributesOf(policy: number): readonly AcceptedAttribute[] | undefined {
    if (made.has(policy)) return made.get(policy);
    made.set(policy, undefined);
    const attributes = [...rules.get(policy) ?? []].map(([number, rule]): AcceptedAttribute => {
      const inside = rule.policy === undefined ? undefined : attributesOf(rule.policy);
      return { number, ...rule, ...(inside && { attributes: inside }) };
    });
    made.set(policy, attributes);
    return attributes;
  }

  function accepted(policy: number | undefined): readonly AcceptedAttribute[] | undefined {
    return policy === undefined ? undefined : attributesOf(policy);
  }

  return parts.flatMap(({ commandPolicies = [] }) => commandPolicies).map(({ key: number, value }) => {
    const [once, list] = [accepted(value.do), accepted(value.dump)];
    return { number, ...(once && { do: once }), ...(list && { dump: list }) };
  });
}
