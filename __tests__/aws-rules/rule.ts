import { type Arguments, type Resource, type StackJson, type StackJsons, Stacks } from "./stacks";

/** A violation that AWS would refuse, or that would fail later. */
export interface Violation {
  /** Such as `ecs-web/aws_ecs_service.nginx`. */
  readonly address: string;
  readonly reason: string;
}

/** A fact about AWS that an emulator does not check. */
export interface AwsRule {
  /** One sentence. */
  readonly fact: string;
  /** The page of AWS's documentation with the fact. */
  readonly source: string;
  readonly check: (stacks: Stacks) => Violation[];
  /**
   * Part of synth's warning about a violation: other Terraform may provide what is missing, or the file may intend it.
   * Without it, no synthesized stack may violate the rule.
   */
  readonly warning?: string;
  /** Stacks by the text of the one violation that each contains. */
  readonly fails: Readonly<Record<string, StackJsons>>;
  readonly passes: readonly StackJsons[];
}

export function violation(resource: Resource, reason: string): Violation {
  return { address: resource.address, reason };
}

/** Checks the resources of a type one by one; a check returns a reason, or nothing. */
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

/**
 * A test case with one stack, `s`, whose resources are written as `type.name`, and data sources as `data.type.name`.
 */
export function stack(resources: Readonly<Record<string, Arguments>>): StackJsons {
  return { s: stackJson(resources) };
}

/** One stack of a test case with several. */
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

/** The violations of a rule, as text. */
export function found(rule: AwsRule, jsons: StackJsons): string[] {
  return rule.check(new Stacks(jsons)).map(({ address, reason }) => `${address}: ${reason}`);
}
