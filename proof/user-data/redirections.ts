/** What redirections connect a command to: input from here-documents and files, output to files. */
import { type Redirection } from "unbash";

import { hereDocText, type Scope, textOf } from "./expansion";
import { hole, type HostState } from "./host-state";

export interface OutputFile {
  readonly path: string;
  readonly append: boolean;
}

/** @param stdin what the command would read without a redirection */
export function redirectionsOf(
  scope: Scope,
  state: HostState,
  redirects: readonly Redirection[],
  stdin: string | undefined,
): { readonly input: string | undefined; readonly targets: readonly OutputFile[] } {
  let input = stdin;
  const targets: OutputFile[] = [];
  for (const redirect of redirects) {
    if (redirect.type === "HereDoc") input = hereDocText(scope, redirect);
    else if (redirect.target === undefined) continue;
    else if (redirect.type === "HereString") input = `${textOf(scope, redirect.target)}\n`;
    else if (redirect.operator === "<") input = state.read(textOf(scope, redirect.target)).text ?? hole;
    else if (/^(?:>|>>|>\||&>|&>>|<>)$/.test(redirect.operator) && isOutput(redirect)) {
      if (redirect.target.parts?.some(({ type }) => type === "ProcessSubstitution")) continue;
      targets.push({ path: textOf(scope, redirect.target), append: redirect.operator.endsWith(">>") });
    }
  }
  return { input, targets };
}

function isOutput({ descriptor }: { readonly descriptor: unknown }): boolean {
  if (descriptor === undefined) return true;
  return (descriptor as { readonly value?: number }).value === 1;
}
