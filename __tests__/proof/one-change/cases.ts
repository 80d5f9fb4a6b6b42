/** The cases: a file for each kind of mistake, in YAML, with what is true of each and where that is known from. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import * as z from "zod";

import { baseNames } from "./bases";
import { userDataForms } from "./change";

const verdict = z.enum(["mounts", "fails", "unknown"]);
const json = z.json();
const body = z.record(z.string(), json);

export const owners = [
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Pod"],
] as const;

const change = z.strictObject({
  /** Of the pod's `spec`, merged. */
  pod: body.optional(),
  /** Of the first container, merged. */
  container: body.optional(),
  /** An init container and a container beside the first; a name and an image are given. */
  init: body.optional(),
  beside: body.optional(),
  /** Of an object: `Deployment/spec/replicas`. Null takes out. */
  set: z.record(z.string(), json).optional(),
  add: z.array(body).optional(),
  /** Kinds. */
  remove: z.array(z.string()).optional(),
  owner: z.enum(owners).optional(),
  /** Of Terraform: `vpc-apps aws_vpc.apps enable_dns_support`. */
  terraform: z.record(z.string(), json).optional(),
  /** Behind the first lines, or the whole where it begins with `#`. */
  userData: z.string().optional(),
  userDataAs: z.enum(Object.keys(userDataForms) as [keyof typeof userDataForms]).optional(),
});

const oneCase = change.extend({
  truth: verdict,
  /** What is right, too, because it is careful. */
  or: z.array(verdict).optional(),
  /** Which hop, or finding, says so. */
  by: z.union([z.string(), z.array(z.string())]).optional(),
  /** The verdict where objects are resources: there may be others beside them, and providers convert. @default the same */
  asResources: z.union([verdict, z.literal("any")]).optional(),
  why: z.string().optional(),
});

const kind = z.strictObject({
  kind: z.string(),
  base: z.enum(baseNames),
  source: z.string(),
  /** What each case changes besides. */
  with: change.optional(),
  /** Every controller that makes pods is tried, where a case has changed nothing but the pod. */
  owners: z.boolean().optional(),
  cases: z.record(z.string(), oneCase),
});

export type Change = z.infer<typeof change>;
export type Case = z.infer<typeof oneCase>;
export type Kind = z.infer<typeof kind>;

const folder = join(__dirname, "cases");

export const kinds: readonly (Kind & { readonly file: string })[] = readdirSync(folder)
  .sort()
  .map((file) => {
    const read = kind.safeParse(parse(readFileSync(join(folder, file), "utf8")));
    if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
    return { ...read.data, file };
  });
