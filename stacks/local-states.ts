import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A local state that belongs to another organization than the file; nothing was written. */
export class StateError extends Error {}

/** A local state with resources. */
export interface LocalState {
  readonly stack: string;
  /** The file's name, such as `terraform.example.vpc-apps.tfstate`. */
  readonly file: string;
  /** The organization in the file's name. @default the file has the name without it, of earlier versions */
  readonly organization?: string;
  readonly resources: readonly StateResource[];
}

export interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The name of a stack's local state. */
export function stateFileName(organization: string, stack: string): string {
  return `terraform.${organization}.${stack}.tfstate`;
}

/** The name that versions before 0.2 gave it: two organizations in one folder shared it. */
export function earlierStateFileName(stack: string): string {
  return `terraform.${stack}.tfstate`;
}

/** The local states in a folder that have resources. */
export function localStates(folder: string): LocalState[] {
  return namesIn(folder).flatMap((file) => {
    const [, organization, stack] = /^terraform\.(?:([a-z0-9-]+)\.)?([a-z0-9-]+)\.tfstate$/.exec(file) ?? [];
    if (stack === undefined) return [];
    const resources = resourcesOf(join(folder, file));
    return resources.length > 0 ? [{ stack, file, organization, resources }] : [];
  });
}

/** The names by which the states of an organization are recognized. */
export interface Owner {
  readonly name: string;
  /** The bucket that its own stack creates. @default none */
  readonly bucket?: string;
}

/**
 * Whether a state belongs to an organization, by the names of its resources: the names that must be unique in an account
 * begin with the organization's name. @returns `undefined` if no resource of the state has such a name
 */
export function isStateOf(
  { stack, resources }: LocalState,
  { name: organization, bucket }: Owner,
): boolean | undefined {
  if (stack === "state-bucket") {
    const { attributes } = resources.find(({ type }) => type === "aws_s3_bucket") ?? {};
    // After a return to local states, the file no longer names the bucket that it once created.
    return attributes && bucket !== undefined ? attributes["bucket"] === bucket : undefined;
  }
  // Names in AWS are regional, so those of a further Region's shared network don't name it.
  const expected = `${organization}-${stack.replace(/^(vpc|ecs|eks)-|(?<=^shared-network)-.+$/, "")}`;
  const names = resources.flatMap(({ type, attributes }) => {
    const name = named[type]?.(attributes);
    return typeof name === "string" ? [name] : [];
  });
  if (names.length === 0) return undefined;
  return names.some((name) => name === expected || name.startsWith(`${expected}-`));
}

/** The types that every kind of stack has one of, and where their name is. */
const named: Readonly<Record<string, (attributes: Readonly<Record<string, unknown>>) => unknown>> = {
  aws_vpc: nameTag,
  aws_subnet: nameTag,
  aws_efs_file_system: nameTag,
  aws_ecs_cluster: ({ name }) => name,
  aws_eks_cluster: ({ name }) => name,
};

function nameTag({ tags }: Readonly<Record<string, unknown>>): unknown {
  return typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>)["Name"] : undefined;
}

/**
 * The stacks that keep the state name of earlier versions: those whose state has it and isn't another organization's.
 *
 * @throws StateError if a state with the organization's name in its own name belongs to another one
 */
export function stacksWithEarlierStateName(folder: string, owner: Owner): Set<string> {
  const states = localStates(folder);
  const organization = owner.name;
  const moved = new Set(states.filter((state) => state.organization === organization).map(({ stack }) => stack));
  for (const state of states) {
    if (state.organization !== organization || isStateOf(state, owner) !== false) continue;
    throw new StateError(
      `${state.file} is the state of another organization: no resource in it is named after '${organization}', and a deploy would destroy them; restore the file's own state, or move it away`,
    );
  }
  return new Set(
    states
      .filter((state) => state.organization === undefined && !moved.has(state.stack))
      .filter((state) => isStateOf(state, owner) !== false)
      .map(({ stack }) => stack),
  );
}

/** Changes whenever a local state does. */
export function stampsOfStates(folder: string): string {
  return namesIn(folder)
    .filter((file) => file.endsWith(".tfstate"))
    .map((file) => {
      // A deploy may be replacing it.
      const stamp = statSync(join(folder, file), { throwIfNoEntry: false });
      return `${file} ${stamp?.size} ${stamp?.mtimeMs}`;
    })
    .join("\n");
}

function resourcesOf(file: string): StateResource[] {
  const json = readJson(file);
  const resources = isObject(json) ? json["resources"] : undefined;
  return objectsIn(resources).flatMap(({ mode, type, name, instances }) =>
    mode === "managed" && typeof type === "string" && typeof name === "string"
      ? objectsIn(instances).map(({ attributes }) => ({
          type,
          name,
          attributes: isObject(attributes) ? attributes : {},
        }))
      : [],
  );
}

/** The objects of a list: another program may have written the file. */
function objectsIn(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder === "" ? "." : folder).sort();
  } catch {
    return [];
  }
}

/** The content of a JSON file; undefined if it is missing or no JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}
