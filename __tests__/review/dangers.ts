/** Pairs of plans: a danger that must stop, and a change like it that must not. */
import { reviewOf } from "../../review/review";
import { type Stop, type StopKind } from "../../review/stops/stop";
import { plan, resourceChange } from "./changes";

type Attributes = Record<string, unknown>;

/** One side of a pair: a plan as `terraform show -json` gives it. */
export type Json = Attributes;

export interface Pair {
  readonly name: string;
  readonly danger: Json;
  readonly kind: StopKind;
  /** Parts of the stop's text, in this order. */
  readonly says: readonly string[];
  readonly harmless: Json;
}

export function stopsOf(json: Json): readonly Stop[] {
  return reviewOf({ "plan.json": json as never }).stops;
}

/** A resource that is updated in place. */
export function updated(address: string, before: Attributes, after: Attributes, more: Attributes = {}): Json {
  return plan([resourceChange(address, ["update"], { before, after, ...more })]);
}

export function created(address: string, after: Attributes, more: Json = {}): Json {
  return plan([resourceChange(address, ["create"], { after })], more);
}

export function destroyed(address: string, before: Attributes = {}): Json {
  return plan([resourceChange(address, ["delete"], { before })]);
}

/** A policy as text. */
export function policy(...statements: readonly Attributes[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export const allow = (more: Attributes): Attributes => ({ Effect: "Allow", ...more });
export const deny = (more: Attributes): Attributes => ({ Effect: "Deny", ...more });

/** A plan of an account that is known, as most are. */
export function ofAccount(json: Json, account = "111122223333"): Json {
  const caller = { address: "data.aws_caller_identity.me", mode: "data", type: "aws_caller_identity", name: "me" };
  const resources = [{ ...caller, values: { account_id: account } }];
  return { ...json, prior_state: { format_version: "1.0", values: { root_module: { resources } } } };
}
