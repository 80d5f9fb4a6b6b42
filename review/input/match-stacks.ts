/** Which plan was made from which synthesized stack. */
import { basename } from "node:path";

import { type StackSource } from "../../proof/graph/configuration/stack-source";
import { isMadeFrom, type PlanFile } from "../../proof/graph/plan/files/plan-file";
import { type StackInput } from "./stacks";

/**
 * A plan belongs to the stack whose configuration it was made from, or else to the one that its path names. Of several
 * alike stacks, the one that the path names is taken, or else the first that has no plan yet.
 *
 * @returns every stack; `plan` is the path of its plan
 */
export function matchStacks(files: readonly PlanFile[], sources: readonly StackSource[]): readonly StackInput[] {
  const matched = new Map<string, { readonly plan: string; readonly differs?: true }>();
  const free = () => sources.filter(({ document }) => !matched.has(document.name));
  const left = new Set(files);
  const match = (fits: (file: PlanFile, source: StackSource) => boolean, differs: { readonly differs?: true } = {}) => {
    for (const file of left) {
      const stack = free().find((source) => fits(file, source));
      if (!stack) continue;
      matched.set(stack.document.name, { plan: file.path, ...differs });
      left.delete(file);
    }
  };
  const names = ({ path }: PlanFile, { document }: StackSource) => isNamed(path, document.name);
  match((file, source) => names(file, source) && isMadeFrom(file, source));
  match(isMadeFrom);
  match(names, { differs: true });
  return sources.map((source) => ({ name: source.document.name, source, ...matched.get(source.document.name) }));
}

/** `plans/vpc-apps.tfplan`, `plan-vpc-apps.json` and `cdktf.out/stacks/vpc-apps/plan` name vpc-apps. */
function isNamed(path: string, stack: string): boolean {
  const name = basename(path).replace(/(?:\.(?:tfplan|plan|json|out|bin))+$/, "");
  const bare = name.replace(/^(?:tf)?plan[-_.]|[-_.](?:tf)?plan$/g, "");
  return name === stack || bare === stack || path.split(/[\\/]/).slice(0, -1).pop() === stack;
}
