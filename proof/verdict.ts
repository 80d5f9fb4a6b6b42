/** What the proof says: the report's form, version 1, as `prove --format json` prints it. */
import { type RuleId } from "./rules";

/** Worst first: what decides where several hops differ. What cannot be known never passes. */
export type HopVerdict = "fails" | "unknown" | "passes";
export type PathVerdict = "fails" | "unknown" | "mounts";

/** The hops of a path, in the order in which a starting task meets them. */
export const hopNames = [
  "platform",
  "fargate-profile",
  "vpc",
  "vpc-dns",
  "dhcp-options",
  "host-dns",
  "resolver",
  "mount-target",
  "network",
  "volume",
  "iam",
  "image",
  "logs",
] as const;
export type HopName = (typeof hopNames)[number];

/** One question on the way from a workload to its file system, answered. */
export interface HopResult {
  hop: HopName;
  verdict: HopVerdict;
  /** The domain rule that decides, such as `DNS-03`. */
  rule: RuleId;
  /** Terraform address of the resource that decides. */
  resource: string;
  /** `modules/efs/main.tf:12`: where the block of that resource is, if it was read from HCL. */
  location?: string;
  detail: string;
  /** Only of `fails`: the smallest change, tried on the graph and seen to turn the hop. */
  fix?: string;
  /** With `fix`: the same as HCL, where it can be said. */
  terraform?: string;
  /** With `fix`: the same as the line of `organization.yaml` to change, where stacks of this project are judged. */
  organization?: string;
  /** Only of `unknown`: what would settle it. */
  settle?: string;
}

/** One workload × mounted volume × task subnet. */
export interface PathResult {
  /** Terraform address of the service, task set, scheduled task or pod. */
  workload: string;
  stack: string;
  container: string;
  mountPath: string;
  fileSystem: string;
  subnet: string;
  availabilityZone: string;
  verdict: PathVerdict;
  hops: HopResult[];
}

/** A defect that belongs to no single path. */
export interface Finding {
  rule: RuleId;
  /** `unknown`: something may mount a file system, and is not judged. */
  severity: "error" | "warning" | "unknown";
  resource: string;
  /** As of a hop. */
  location?: string;
  detail: string;
  /** Of severity `unknown`: what would settle it. */
  fix: string;
}

/** What the owner said, and how it fared. */
export interface Assumed {
  statement: string;
  /** The VPC, subnet, role, secret or security group that it is about. */
  of: string;
  range?: string;
  port?: number;
  from?: string;
  to?: string;
  reason: string;
  /** Whether it answered a question that the input leaves open. */
  used: boolean;
  /** What the input says otherwise. */
  contradiction?: string;
}

export interface Report {
  version: 1;
  paths: PathResult[];
  findings: Finding[];
  /** Only where something was assumed. */
  assumed?: readonly Assumed[];
}

/** The worst hop decides. */
export function pathVerdict(hops: readonly HopResult[]): PathVerdict {
  if (hops.some((hop) => hop.verdict === "fails")) return "fails";
  return hops.some((hop) => hop.verdict === "unknown") ? "unknown" : "mounts";
}

/** Of the command: 0 all mount · 1 a path fails or a finding is an error · 3 none fails, but a path or a finding is unknown. */
export function exitCode({ paths, findings }: Report): 0 | 1 | 3 {
  if (paths.some(({ verdict }) => verdict === "fails")) return 1;
  if (findings.some(({ severity }) => severity === "error")) return 1;
  const isUnknown = paths.some(({ verdict }) => verdict === "unknown");
  return isUnknown || findings.some(({ severity }) => severity === "unknown") ? 3 : 0;
}
