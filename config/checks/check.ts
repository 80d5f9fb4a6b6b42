import { type Draft } from "../draft";
import { type Path } from "../errors";

/** Collects what a check finds. */
export interface Report {
  /**
   * @param message what is wrong, the value, what to do; lower case, no full stop
   * @param at whether the key is wrong rather than its value
   */
  error(path: Path, message: string, at?: "key" | "value"): void;
  /** A warning: worth a look, but not an error. */
  warning(path: Path, message: string, at?: "key" | "value"): void;
}

/**
 * A check across the whole file for what a single property's schema can't see. Values that the schema refused are
 * missing here.
 */
export type Check = (draft: Draft, report: Report) => void;
