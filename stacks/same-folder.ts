import { type Problem, quote } from "../config/errors";
import { type CurrentStacks } from "./left-stacks";

/** Whether the output folder was last written from another file for another organization. */
export function isOfAnotherFile(last: CurrentStacks | undefined, current: CurrentStacks): boolean {
  return last !== undefined && last.organization !== current.organization && last.config !== current.config;
}

/** Warns of a new name, which has other states, and of two files with one name, which have the same states. */
export function sharedStates(last: CurrentStacks | undefined, current: CurrentStacks): Problem[] {
  if (last === undefined) return [];
  const isSameFile = last.config === current.config;
  if (isSameFile === (last.organization === current.organization)) return [];
  const message = isSameFile
    ? `was ${quote(last.organization)} at the last synth, is ${quote(current.organization)}: states are named after the organization, so a deploy creates every resource again and leaves the earlier ones; set it back, or move the states first (docs/state.md)`
    : `is also the name in ${quote(last.config)}, which this folder was last synthesized from: both files have the same states, so a deploy of one changes the resources of the other; give one of them another name`;
  return [{ file: current.config, path: ["name"], message }];
}
