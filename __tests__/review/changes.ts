import { type Change, type Plan, planOf } from "../../review/input/plan";

type Attributes = Record<string, unknown>;

/** An entry of `resource_changes`. */
export function resourceChange(
  address: string,
  actions: readonly string[],
  change: {
    before?: Attributes | null;
    after?: Attributes | null;
    after_unknown?: Attributes;
    replace_paths?: unknown;
  } = {},
  more: Attributes = {},
): Attributes {
  const [type] = address.replace(/^(?:module\.[^.]+\.)*/, "").split(".");
  return {
    address,
    mode: "managed",
    type,
    name: "it",
    change: { actions, before: null, after: null, ...change },
    ...more,
  };
}

export function plan(changes: readonly Attributes[], more: Attributes = {}): Attributes {
  return { format_version: "1.2", planned_values: {}, resource_changes: changes, ...more };
}

export function planned(changes: readonly Attributes[], more: Attributes = {}): Plan {
  return planOf("plan.json", plan(changes, more));
}

export function onlyChange(...args: Parameters<typeof resourceChange>): Change | undefined {
  return planned([resourceChange(...args)]).changes[0];
}
