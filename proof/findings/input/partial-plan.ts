/**
 * A plan that does not cover its whole configuration (TF-08): reported once for all paths that are unknown because of
 * it.
 */
import { type Facts } from "../../facts";
import { type PartialPlan } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

const kinds: Readonly<Record<PartialPlan, readonly [what: string, fix: string]>> = {
  errored: ["the plan ended in an error", "fix the error that terraform plan reports, and run prove on the new plan"],
  incomplete: ["the plan is incomplete (-target, or deferred changes)", "run prove on a plan without -target"],
  "refresh-only": ["the plan is refresh-only, so it plans no change", "run prove on a plan without -refresh-only"],
};

/** The number of addresses in a message; the rest are counted. */
const most = 5;

export const partialPlan: FindingCheck = {
  name: "partial-plan",
  rules: ["TF-08"],
  *find({ graph }: Facts): Iterable<Finding> {
    const partial = graph.documents.filter((document) => document.partial);
    if (partial.length === 0) return;
    const left = new Map(partial.map(({ name }) => [name, [] as string[]]));
    for (const { unsure, document, address } of graph.resources()) if (unsure) left.get(document.name)?.push(address);
    for (const { name, partial: kind } of partial) {
      const [what, fix] = kinds[kind!];
      const unknown = left.get(name)!;
      const rest = unknown.length > most ? `, and ${unknown.length - most} more` : "";
      const besides =
        unknown.length === 0
          ? ""
          : `; not known, because neither contains it: ${unknown.slice(0, most).join(", ")}${rest}`;
      yield {
        rule: "TF-08",
        severity: "warning",
        resource: name,
        detail: `${what}: resources that it omits are judged by their prior state${besides}`,
        fix,
      };
    }
  },
};
