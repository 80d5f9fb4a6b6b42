import { property } from "../../proof/graph/json/json-syntax";
import { pairsByBase } from "../review/pairs";
import { type BaseName } from "../review/pairs/pair";
import { type Named, plansOf } from "../review/pairs/plan-pairs";
import { type Json, record, recordedPlan, type Side } from "../review/pairs/recorded";

const updates = Boolean(process.env["MOUNTPATH_UPDATE_CHANGES"]);
const bases = Object.keys(pairsByBase) as BaseName[];

/** Every change: `update aws_vpc.apps`. */
function changesOf(plan: Json): readonly string[] {
  const changes = (plan["resource_changes"] ?? []) as readonly Json[];
  return changes
    .map((one) => `${(property(one["change"], "actions") as string[]).join("/")} ${String(one["address"])}`)
    .filter((change) => !change.startsWith("no-op"))
    .sort();
}

describe.each(bases)("the pairs of plans of the base %s", (base) => {
  const sides: readonly Side[] = ["danger", "harmless"];
  const named = pairsByBase[base].flatMap((pair) => sides.map((side): Named => [`${pair.name}-${side}`, pair[side]]));

  test("are planned as they were recorded; nothing changes without an edit", async () => {
    const plans = await plansOf(base, [...named, ["nothing", {}]]);
    expect(changesOf(plans.get("nothing")!)).toEqual([]);
    for (const { name } of pairsByBase[base])
      for (const side of sides) {
        const plan = plans.get(`${name}-${side}`)!;
        if (updates) record(base, name, side, plan);
        expect([name, side, ...changesOf(plan)]).toEqual([name, side, ...changesOf(recordedPlan(base, name, side))]);
      }
  }, 900_000);
});
