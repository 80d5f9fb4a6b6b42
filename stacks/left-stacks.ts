import { dirname, join } from "node:path";

import { isStateOf, localStates, type Owner, readJson, type StateResource } from "./local-states";

/** A stack that was synthesized or deployed and is no longer in the file. */
export interface LeftStack {
  readonly name: string;
  /** The id of its account. @default unknown */
  readonly account?: string;
  /** Its Region, if `retired` has to name it. @default the file's `region`, the Region in its name, or unknown */
  readonly region?: string;
  /** Names of the file systems that it is known to have. */
  readonly fileSystems: readonly string[];
  /** Its state: a file beside the output folder, or a place that only Terraform reads. @default unknown */
  readonly state?: { readonly file: string } | { readonly place: string };
  /** The number of resources in a local state. @default the state can't be read from here */
  readonly resources?: number;
}

/** A file beside `manifest.json`, kept from synth to synth. */
export const leftFileName = "left.json";

interface LeftFile extends CurrentStacks {
  readonly left: readonly LeftStack[];
}

/** The stacks of a file, as the next synth needs to know them. */
export interface CurrentStacks {
  /** The organization file, as the user named it. */
  readonly config: string;
  readonly organization: string;
  /** The bucket that a stack creates for the states. @default none */
  readonly bucket?: string;
  /** The SHA-256 of the file and of those that it includes, by path from the output folder. @default not compared */
  readonly inputs?: Readonly<Record<string, string>>;
  /** All stacks, including retired ones. */
  readonly stacks: readonly string[];
  readonly retired: readonly string[];
  /** The file's `region`. @default an earlier version wrote the file */
  readonly region?: string;
  /** The Regions of the stacks that are in others, by the name in the place of their state. @default none */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Whether the states are local files, which tell the Region of what is deployed. @default false */
  readonly isLocal?: boolean;
}

/** The content of `left.json` after a synth. */
export function leftFile(current: CurrentStacks, left: readonly LeftStack[]): string {
  const content: LeftFile = { ...current, left };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/** The stacks that had left the file at the last synth and are still deployed. */
export function leftAtLastSynth(outdir: string): LeftStack[] {
  const last = lastStacks(outdir);
  return last ? leftStacks(outdir, last) : [];
}

/**
 * The stacks that are not in the file although an earlier synth wrote them or a local state has resources of them. A
 * stack with an empty local state, and one that was removed from `retired`, count as destroyed.
 *
 * @param current the file's stacks now
 */
export function leftStacks(outdir: string, current: CurrentStacks): LeftStack[] {
  const names = new Set(current.stacks);
  const found = new Map<string, LeftStack>();
  const isNamed = ({ name, region }: LeftStack) => region !== current.region && !name.startsWith("shared-network");
  const add = ({ region, ...stack }: LeftStack) => {
    if (names.has(stack.name)) return;
    const elsewhere = region !== undefined && isNamed({ ...stack, region }) && { region };
    found.set(stack.name, { ...found.get(stack.name), ...stack, ...elsewhere });
  };
  const last = lastStacks(outdir);
  // A folder that was written for another organization says nothing about this one.
  if (last === undefined || last.organization === current.organization) {
    // The number of resources is that of the state now.
    for (const stack of last?.left ?? []) add({ ...stack, resources: undefined });
    const done = new Set(last?.retired);
    for (const name of synthesizedStacks(outdir)) {
      if (!done.has(name) && !names.has(name)) add(synthesizedStack(outdir, name));
    }
  }
  for (const state of stacksWithStates(dirname(outdir), { name: current.organization, bucket: current.bucket }))
    add(state);
  return [...found.values()]
    .filter(({ state, resources }) => !(state && "file" in state) || resources !== undefined)
    .sort((one, other) => orderOf(one) - orderOf(other) || (one.name < other.name ? -1 : 1));
}

/** Workloads are destroyed before the VPCs that they are in, and VPCs before the rules that they are associated with. */
function orderOf({ name }: LeftStack): number {
  if (name.startsWith("shared-network")) return 2;
  return name.startsWith("vpc-") ? 1 : 0;
}

/** The stacks of the last synth. */
export function lastStacks(outdir: string): LeftFile | undefined {
  const last = (readJson(join(outdir, leftFileName)) ?? {}) as Partial<LeftFile>;
  const isComplete =
    typeof last.config === "string" &&
    typeof last.organization === "string" &&
    [last.stacks, last.retired, last.left].every(Array.isArray);
  // Users remove entries from the file by hand.
  const isStack = (stack: LeftStack | null) => typeof stack?.name === "string" && Array.isArray(stack.fileSystems);
  return isComplete && last.left?.every(isStack) ? (last as LeftFile) : undefined;
}

function synthesizedStacks(outdir: string): string[] {
  const { stacks } = (readJson(join(outdir, "manifest.json")) ?? {}) as { stacks?: object };
  return Object.keys(stacks ?? {});
}

/** The part of a stack's JSON that says where and what it is. */
interface StackJson {
  readonly provider?: {
    readonly aws?: readonly { readonly allowed_account_ids?: readonly string[]; readonly region?: string }[];
  };
  readonly resource?: { readonly aws_efs_file_system?: object };
  readonly terraform?: {
    readonly backend?: {
      readonly local?: { readonly path?: string };
      readonly s3?: { readonly bucket?: string; readonly key?: string };
    };
    readonly cloud?: { readonly organization?: string; readonly workspaces?: { readonly name?: string } };
  };
}

function synthesizedStack(outdir: string, name: string): LeftStack {
  const read = (file: string) => readJson(join(outdir, "stacks", name, file));
  // The metadata is beside HCL.
  const json = (read("cdk.tf.json") ?? read("metadata.json") ?? {}) as StackJson;
  const { local, s3 } = json.terraform?.backend ?? {};
  const cloud = json.terraform?.cloud;
  return {
    name,
    account: json.provider?.aws?.[0]?.allowed_account_ids?.[0],
    region: json.provider?.aws?.[0]?.region,
    fileSystems: Object.keys(json.resource?.aws_efs_file_system ?? {}),
    state: local?.path
      ? { file: local.path.replace(/^(\.\.\/)+/, "") }
      : s3
        ? { place: `s3://${s3.bucket}/${s3.key}` }
        : cloud
          ? { place: `workspace ${cloud.workspaces?.name} of ${cloud.organization}` }
          : undefined,
  };
}

/** The stacks of an organization whose local states have resources. */
function stacksWithStates(folder: string, owner: Owner): LeftStack[] {
  return localStates(folder)
    .filter((state) =>
      state.organization === undefined ? isStateOf(state, owner) !== false : state.organization === owner.name,
    )
    .map(({ stack, file, resources }) => {
      const fileSystems = resources.filter(({ type }) => type === "aws_efs_file_system").map(({ name }) => name);
      const [account] = resources.flatMap(accountOf);
      const [region] = resources.flatMap(regionOf);
      return {
        name: stack,
        ...(account && { account }),
        region,
        fileSystems,
        state: { file },
        resources: resources.length,
      };
    });
}

/** The account in the ARN of a resource. */
function accountOf({ attributes: { arn } }: StateResource): string[] {
  const [, account] = (typeof arn === "string" && /^arn:[^:]+:[^:]+:[^:]*:([0-9]{12}):/.exec(arn)) || [];
  return account ? [account] : [];
}

/** The Region in the ARN of a resource. */
export function regionOf({ attributes: { arn } }: StateResource): string[] {
  // Global services, such as IAM, have none; a bucket's ARN has neither Region nor account.
  const [, region] = (typeof arn === "string" && /^arn:[^:]+:[^:]+:([a-z0-9-]+):[0-9]{12}:/.exec(arn)) || [];
  return region ? [region] : [];
}
