import { dirname } from "node:path";

import { type CurrentStacks, lastStacks, regionOf } from "./left-stacks";
import { localStates } from "./local-states";

/** A stack of the file that was deployed to another Region. */
export interface MovedStack {
  readonly stack: string;
  /** The Region of its resources. */
  readonly from: string;
  readonly to: string;
  /** Where the earlier Region is known from: the name of a local state, or of a file that an earlier synth wrote. */
  readonly source: string;
}

/**
 * The stacks that the file has in another Region than their resources: Terraform would not find the resources in the new
 * Region, plan all of them anew and forget the earlier ones.
 *
 * @param regions the Region of each stack, by the name in the place of its state
 */
export function movedStacks(
  outdir: string,
  current: CurrentStacks,
  regions: ReadonlyMap<string, string>,
): MovedStack[] {
  const deployed = new Map<string, { readonly region: string; readonly source: string }>();
  const last = lastStacks(outdir);
  if (last?.organization === current.organization && !last.isLocal) {
    for (const stack of last.stacks) {
      const region = last.elsewhere?.[stack] ?? last.region;
      if (region !== undefined) deployed.set(stack, { region, source: "cdktf.out/left.json" });
    }
  }
  for (const { stack, organization, file, resources } of localStates(dirname(outdir))) {
    const [region] = organization === current.organization ? resources.flatMap(regionOf) : [];
    if (region !== undefined) deployed.set(stack, { region, source: file });
  }
  return [...regions].flatMap(([stack, to]) => {
    const { region: from, source } = deployed.get(stack) ?? {};
    return from === undefined || source === undefined || from === to ? [] : [{ stack, from, to, source }];
  });
}
