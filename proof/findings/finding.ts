/** Defects that belong to no single path: one file each, listed in `index.ts`. */
import { type Facts } from "../facts";
import { type RuleId } from "../rules";
import { type Finding } from "../verdict";

export interface FindingCheck {
  /** The file's name: `clashing-private-dns`. */
  readonly name: string;
  /** Every code that it may report. */
  readonly rules: readonly RuleId[];
  find(facts: Facts): Iterable<Finding>;
}
