import { readFileSync } from "node:fs";
import { join } from "node:path";

import { organizationJsonSchema } from "../../config/json-schema";
import { parseOrganizationText } from "../../config/load";
import { mappingHeadings } from "../../config/reference";
import { deployedBy, firstDeployment } from "./deployed";
import { type After, type Base, type Effect, effectsOf } from "./effects";
import { organizations } from "./organizations";
import { Planner } from "./planned";
import { resourceSchemas } from "./resource-schemas";
import { synthesized, synthesizedFrom } from "./synthesized";
import { type Variant, Variants } from "./variants";

/** The properties to change, by name; all if it is empty. */
export const onlyChanged = (process.env["MOUNTPATH_CHANGES_OF"] ?? "").split(",").filter((name) => name !== "");

export interface Changed extends Variant {
  readonly effect: Effect;
}

/** Every change of an organization with its effect according to the real provider, and the effect of no change. */
export async function changedOrganization(name: string): Promise<{ changed: Changed[]; unchanged: Effect }> {
  const text = readFileSync(join(__dirname, "organizations", `${name}.yaml`), "utf8");
  const schema = organizationJsonSchema();
  const wanted = (heading: string, property: string) =>
    organizations[name]!(heading, property) && (onlyChanged.length === 0 || onlyChanged.includes(property));
  const { found } = new Variants(text, schema, mappingHeadings(schema), wanted);
  const planner = await Planner.start();
  const [unchanged, ...effects] = await deployed(planner, name, text)
    .then((base) => effectsOf(planner, base, aftersOf(base, found)))
    .finally(() => planner.stop());
  return { unchanged: unchanged!, changed: found.map((variant, index) => ({ ...variant, effect: effects[index]! })) };
}

/** Sequential, since all of them together would take gigabytes of memory. */
function* aftersOf({ stacks }: Base, variants: readonly Variant[]): Iterable<After> {
  yield { stacks, everything: true };
  for (const { organization } of variants) {
    yield { stacks: synthesizedFrom(stacks, organization), everything: false };
  }
}

async function deployed(planner: Planner, name: string, text: string): Promise<Base> {
  const stacks = synthesized(parseOrganizationText(name, text).organization);
  const { configuration, givenOut } = firstDeployment(stacks);
  const [{ changes, refused }, schemas] = await Promise.all([
    planner.planned(new Map([[name, { configuration, deployed: [] }]])),
    resourceSchemas(planner.provider),
  ]);
  if (refused.size > 0) throw new Error(`can't be planned: ${[...refused].flat().join(": ")}`);
  return { stacks, deployed: deployedBy(stacks, changes.get(name)!, givenOut, schemas) };
}
