import { loadRule, ruleNames } from "./load-rules";
import { synthesized } from "./organization-stacks";
import { Stacks } from "./stacks";

/** Loads every rule; returns a function that lists the violations in a file's stacks that synth does not warn about. */
export async function loadViolations(): Promise<(file: unknown) => string[]> {
  const rules = await Promise.all(ruleNames.map(async (name) => ({ name, ...(await loadRule(name)) })));
  return (file) => {
    const { stacks: jsons, warnings } = synthesized(file);
    const stacks = new Stacks(jsons);
    return rules.flatMap(({ name, check, warning }) => {
      if (warning !== undefined && warnings.some((message) => message.includes(warning))) return [];
      return check(stacks).map(({ address, reason }) => `${name}: ${address}: ${reason}`);
    });
  };
}
