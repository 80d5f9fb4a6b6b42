/** Expands shell words to text; unknown parts become holes. */
import { type HereDoc, type ParsedScript, type Word, type WordPart } from "unbash";

import { hole, type HostState } from "./host-state";

export interface Scope {
  readonly state: HostState;
  /** `$1` and up; undefined if they are not known. */
  readonly positional: readonly string[] | undefined;
  /** The output of a command substitution. */
  substitute(script: ParsedScript): string;
  /** Called when a variable that nothing has set is used without a default. */
  unset(name: string): void;
}

/** A word as one text, without word splitting. */
export function textOf(scope: Scope, word: Word): string {
  if (word.parts === undefined) return word.value;
  return word.parts.map((part) => partText(scope, part)).join("");
}

/** The body of a here-document. */
export function hereDocText(scope: Scope, { body, operator }: HereDoc): string {
  const text = body.parts === undefined ? body.text : body.parts.map((part) => partText(scope, part)).join("");
  return operator === "<<-" ? text.replaceAll(/^\t+/gm, "") : text;
}

/** The arguments from a word: `$@` and unquoted variables may give several, or none. */
export function wordsOf(scope: Scope, word: Word): readonly string[] {
  if (word.text === '"$@"' || word.text === '"${@}"') return scope.positional ?? [hole];
  const bare = word.parts?.some(({ type }) => /^(?:Simple|Parameter|Command)Expansion$/.test(type));
  const text = textOf(scope, word);
  if (!bare) return [text];
  return text.split(/\s+/).filter((one) => one !== "");
}

function partText(scope: Scope, part: WordPart): string {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      return part.text;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((child) => partText(scope, child)).join("");
    case "SimpleExpansion":
      return usedText(scope, part.text.slice(1));
    case "ParameterExpansion": {
      const { operation, prefix, index, parameter } = part;
      if (prefix !== undefined || index !== undefined) return hole;
      if (operation === undefined) return usedText(scope, parameter);
      const value = variableText(scope, parameter);
      // An unset variable may be set in the environment.
      if (operation.type !== "Default" || value.includes(hole)) return hole;
      return operation.operator.endsWith("+") ? textOf(scope, operation.operand) : value;
    }
    case "CommandExpansion":
      return part.script === undefined ? hole : scope.substitute(part.script).replace(/\n+$/, "");
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
      return hole;
  }
}

function usedText(scope: Scope, name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name) && scope.state.variable(name) === undefined) scope.unset(name);
  return variableText(scope, name);
}

function variableText({ state, positional }: Scope, name: string): string {
  if (/^[1-9]$/.test(name)) return positional === undefined ? hole : (positional[Number(name) - 1] ?? "");
  if (name === "@" || name === "*") return positional?.join(" ") ?? hole;
  return state.variable(name) ?? hole;
}
