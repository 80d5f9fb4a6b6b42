import { type Draft } from "../draft";
import { type Path } from "../errors";

/** Where a check says what it finds. */
export interface Report {
  /**
   * @param message what is wrong, the value got, what to do; lower case, no full stop
   * @param at whether the key is at fault, rather than its value
   */
  error(path: Path, message: string, at?: "key" | "value"): void;
  /** Worth a look, but no reason to stop. */
  warning(path: Path, message: string, at?: "key" | "value"): void;
}

/** Looks across the file for what no single property's schema can see. What the schema refused is missing here. */
export type Check = (draft: Draft, report: Report) => void;
