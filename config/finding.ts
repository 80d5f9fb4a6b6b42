import { type Path } from "./errors";

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a part is written: parts of included files and defaults are written elsewhere than they are used. */
export interface Place extends Position {
  readonly file: string;
  readonly path: Path;
}

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
  /** The position, if it is not that of the path: what is wrong is not a part of the organization. */
  readonly place?: Place;
}
