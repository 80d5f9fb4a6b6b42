/** Keeps what plans mark as sensitive out of every text of a review. */
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { sensitiveIn } from "../../proof/graph/sensitive";
import { maskOf, withoutSensitive as masked } from "../../proof/report/sensitive";
import { type Plan } from "../input/plan";

/** The same review without sensitive values of these plans. */
export function withoutSensitive<T extends { readonly plans: readonly Plan[] }>(
  review: T,
  plans: readonly JsonObject[],
): T {
  const mask = maskOf(plans.flatMap((plan) => [...sensitiveIn(plan)]));
  if (!mask) return review;
  // Changes hold attributes for the review's own use, which no format prints.
  const { plans: own, ...rest } = review;
  return {
    ...masked(rest, mask),
    plans: own.map((plan) => ({ ...plan, checks: masked(plan.checks, mask) })),
  } as unknown as T;
}
