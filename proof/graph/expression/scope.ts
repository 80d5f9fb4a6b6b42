/** What an evaluation asks of its surroundings, and what functions ask of an evaluation. */
import { type Value } from "../model";
import { type Step } from "../path";
import { type Expression } from "./syntax";

/** The values of the names in an expression. */
export interface Scope {
  /** The value of `name` and the steps after it: `aws_vpc`, [`apps`, `id`]. `text` is the whole as written. */
  lookup(name: string, path: readonly Step[], text: string): Value;
  /** The target of references, if it is known at this point. */
  follow(value: Value): Value;
  /** A file of the configuration, for `file` and `templatefile`, or the reason why it is not read. */
  file?(path: string): Buffer | string;
  /** The files below a folder of the configuration, for `fileset`. */
  fileset?(folder: string, pattern: string): readonly string[] | undefined;
}

/** An evaluation under way, as functions use it. */
export interface Evaluator {
  readonly scope: Scope;
  value(node: Expression): Value;
  /** A value that functions and operators can look into: references followed as far as they lead. */
  settled(value: Value): Value;
  /** A text with `${…}` and `%{…}` whose names are those of an object, and no others. */
  templateOf(source: string, names: ReadonlyMap<string, Value>): Value;
}
