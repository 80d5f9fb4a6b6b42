import { type RuleId } from "../../proof/rules";

/** Something that someone must check before a plan is applied. */
export interface Stop {
  /** What is at stake; graver stops come first. */
  readonly kind: StopKind;
  /** The domain rule behind it, if there is one; docs/rules has a page for it. */
  readonly rule?: RuleId;
  /** The plan's path. */
  readonly stack: string;
  /** Terraform address, or the plan itself. */
  readonly resource: string;
  /** What happens, as a clause about the resource. */
  readonly what: string;
  /** What to do, or to look up. */
  readonly todo: string;
  /** Changes that cause this one. They are listed here instead of on their own. */
  readonly because?: readonly Pick<Stop, "resource" | "what">[];
  /** Addresses of other stops that this one causes. They are listed here instead of on their own. */
  readonly consequences?: readonly string[];
  /** The resource that a mount path depends on; other paths that it breaks are listed with it. */
  readonly cause?: string;
  /** It was acknowledged, but not any more: the last day, and the place of the acknowledgement. */
  readonly expired?: { readonly until: string; readonly place: string };
}

/** Gravest first. `plan`: the plan itself, such as one that is incomplete. */
export const stopKinds = ["data-loss", "outage", "access", "plan"] as const;
export type StopKind = (typeof stopKinds)[number];

/** Longest text of one value in a stop. */
const longest = 120;

/** A value as a stop shows it: `2`, `nginx:1.28`, `["10.0.0.53"]`. */
export function shown(value: unknown): string {
  if (value === undefined) return "(known after apply)";
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
