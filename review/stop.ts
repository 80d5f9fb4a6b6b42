import { type RuleId } from "../proof/rules";

/** Something that someone must check before a plan is applied. */
export interface Stop {
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
}
