import { type Arguments, type Resource, type StackJson, type StackJsons, Stacks } from "./stacks";

/** What AWS would refuse, or break later. */
export interface Violation {
  /** Such as `ecs-web/aws_ecs_service.nginx`. */
  readonly address: string;
  readonly reason: string;
}

/** A fact about AWS that an emulator does not hold. */
export interface AwsRule {
  /** One sentence. */
  readonly fact: string;
  /** The page that says so. */
  readonly source: string;
  readonly check: (stacks: Stacks) => Violation[];
  /**
   * A part of the warning that synth gives where the rule is violated: other Terraform may do what is missing, or the
   * file says so on purpose. Without it, nothing that is synthesized may violate the rule.
   */
  readonly warning?: string;
  /** Stacks by the text of the violation that each leads to, and no other. */
  readonly fails: Readonly<Record<string, StackJsons>>;
  readonly passes: readonly StackJsons[];
}

export function violation(resource: Resource, reason: string): Violation {
  return { address: resource.address, reason };
}

/** Checks the resources of a type one by one; a check gives a reason, or none. */
export function each(
  type: string,
  check: (resource: Resource, stacks: Stacks) => string | undefined,
): (stacks: Stacks) => Violation[] {
  return (stacks) =>
    stacks.of(type).flatMap((resource) => {
      const reason = check(resource, stacks);
      return reason === undefined ? [] : [violation(resource, reason)];
    });
}

/** A case of one stack, `s`, whose resources are written as `type.name`, and data sources as `data.type.name`. */
export function stack(resources: Readonly<Record<string, Arguments>>): StackJsons {
  return { s: stackJson(resources) };
}

/** One stack of a case of several. */
export function stackJson(resources: Readonly<Record<string, Arguments>>): StackJson {
  const resource: Record<string, Record<string, Arguments>> = {};
  const data: Record<string, Record<string, Arguments>> = {};
  for (const [address, args] of Object.entries(resources)) {
    const source = address.startsWith("data.");
    const [type = "", name = ""] = address.slice(source ? "data.".length : 0).split(".");
    ((source ? data : resource)[type] ??= {})[name] = args;
  }
  return { resource, data };
}

/** What a rule finds, as text. */
export function found(rule: AwsRule, jsons: StackJsons): string[] {
  return rule.check(new Stacks(jsons)).map(({ address, reason }) => `${address}: ${reason}`);
}
