import { type Path } from "./errors";

/** A problem at a path, before its position is looked up. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Whether the key is wrong rather than its value. */
  readonly at?: "key" | "value";
  /** The key that was probably meant, if the key is unknown. */
  readonly meant?: string;
  /**
   * Set if the property decides the form of the mapping around it: the schema has not checked the rest of that mapping.
   */
  readonly undecided?: boolean;
}
