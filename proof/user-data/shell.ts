/** The interface between the interpreter and the commands of a script. */
import { type Function as ShellFunction } from "unbash";

import { type HostState } from "./host-state";

/** `assumed`: a command without a known reason to fail; `unknown`: a condition that only the host can evaluate. */
export type Status = "true" | "false" | "assumed" | "unknown";

/** The parts of the interpreter that a command uses. */
export interface Shell {
  readonly state: HostState;
  readonly doubts: Set<string>;
  shellFunction(name: string): ShellFunction | undefined;
  call(shellFunction: ShellFunction, words: readonly string[]): void;
  nested(script: string, what: string): void;
  setPositional(words: readonly string[] | undefined): void;
  setNounset(option: boolean): void;
  leave(kind: "script" | "function" | "loop"): void;
  writeTo(path: string, text: string, append: boolean): void;
}
