import { listed } from "../config/nearest";
import { type Organization } from "../config/organization";
import { adoptVpc } from "./adopted-vpc";
import { factsOf } from "./facts";
import { findVpc } from "./find-vpc";
import { nameFor } from "./names";
import { type Note, note } from "./note";
import { type Observed, type ObservedVpc } from "./observed";
import { ownerOf } from "./owner";
import { regionOf } from "./region";
import { writeSharedVpc, writeWorkloadVpc, type Written } from "./write";

export interface AdoptOptions {
  /** Its name under `workloadVpcs`. @default from its tag `Name` */
  readonly name?: string;
  /** The name of its account. @default the one with the owner's id */
  readonly account?: string;
  /** Ids of private subnets. @default chosen */
  readonly subnet: readonly string[];
  /** Whether the VPC is that of `sharedNetwork`. */
  readonly shared?: boolean;
}

/** The facts that the proof asks for, and no state shows reliably. */
const notInAState = note(
  "Not in a state: resolver rules that others associate, network ACLs, what endpoints let in, policies of file systems. " +
    "State what you know under assume (docs/assume.md), or read AWS with --live.",
);

/**
 * The part of an organization file that adopts a VPC.
 *
 * @param wanted the VPC's id or its tag `Name`
 * @param organization the file that it is written for, if there is one
 * @throws AdoptError if there is no such VPC, or if it can't be adopted
 */
export function adopt(
  observed: Observed,
  wanted: string | undefined,
  organization: Organization | undefined,
  { name, account, subnet, shared }: AdoptOptions,
): Written {
  const vpc = findVpc(observed, wanted);
  const owner = ownerOf(vpc, account, organization);
  const adopted = adoptVpc(observed, vpc, subnet);
  const title = titleOf(vpc, observed.source);
  if (shared) return writeSharedVpc(owner, adopted, title);
  const region = regionOf(vpc, adopted.subnets.private, organization);
  const { details } = observed;
  const facts = details && factsOf(observed, details, adopted);
  const notes = [note(title), ...plannedNotes(observed, vpc), ...(facts?.notes ?? [notInAState])];
  return writeWorkloadVpc(name ?? nameFor(vpc, new Set()) ?? "adopted", owner, region, adopted, notes, facts);
}

function plannedNotes({ planned }: Observed, { id }: ObservedVpc): Note[] {
  const own = planned.filter(({ vpc }) => vpc === id).map(({ address }) => address);
  return own.length === 0 ? [] : [note(`Left out, since they have no id before apply: ${listed(own)}.`)];
}

function titleOf({ id, label, owner, region }: ObservedVpc, source: string): string {
  const what = [
    label === undefined || label === id ? id : `${id} (${label})`,
    ...(owner === undefined ? [] : [`of account ${owner}`]),
    ...(region === undefined ? [] : [`in ${region}`]),
  ];
  return `${what.join(" ")}, from ${source}.`;
}
