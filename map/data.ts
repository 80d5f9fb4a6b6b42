/**
 * The content of the page as plain data: the page's script reads it as JSON. Every text is already printable and holds no
 * sensitive value. This file is read by the command and by the page, so it imports types only.
 */
import { type Finding, type HopResult, type PathVerdict } from "../proof/verdict";

export type NodeKind =
  | "account"
  | "region"
  | "group"
  | "vpc"
  | "zone"
  | "subnet"
  | "mount-target"
  | "file-system"
  | "endpoint"
  | "resolver-endpoint"
  | "resolver-rule"
  | "rule-association"
  | "share"
  | "workload"
  | "finding";

/** How a VPC resolves a name. */
export interface AnsweredName {
  readonly name: string;
  readonly by: "answered by AWS" | "not answered by AWS" | "not known who answers";
  readonly rule: string;
  /** The lines of `dig`. */
  readonly answer: string;
}

/** A place of the tree: an account, a Region, a resource, or a group of resources. */
export interface MapNode {
  readonly kind: NodeKind;
  readonly name: string;
  /** A few words beside the name: a range, a zone, a number. */
  readonly note?: string;
  readonly stack?: string;
  /** The node above it; undefined for a root. */
  readonly parent?: number;
  readonly children: number[];
  /** Label and value. */
  readonly facts: (readonly [label: string, value: string])[];
  /** Related nodes, by what they are to this one. */
  readonly links: (readonly [label: string, nodes: number[]])[];
  /** The worst verdict of the paths in it; undefined if there is none. */
  verdict?: PathVerdict;
  /** Of a workload: its paths. */
  readonly paths?: number[];
  /** Of a VPC: names that tasks need. */
  readonly names?: readonly AnsweredName[];
  /** Of a finding. */
  readonly finding?: Finding;
}

/** A path with its hops by their number in `MapData.hops`. */
export interface MapPath {
  readonly workload: number;
  readonly container: string;
  readonly mountPath: string;
  readonly fileSystem: string;
  readonly subnet: string;
  readonly availabilityZone: string;
  readonly vpc: string;
  readonly verdict: PathVerdict;
  readonly hops: readonly number[];
}

/** A cause that prevents paths from mounting, listed once. */
export interface MapCause {
  readonly verdict: "fails" | "unknown";
  /** A hop that says it. */
  readonly hop: number;
  readonly workloads: readonly number[];
  readonly paths: number;
}

export interface MapData {
  readonly version: 1;
  /** `4 paths: 4 mount, 0 fail, 0 unknown` */
  readonly summary: string;
  /** Empty if there is no finding. */
  readonly findingSummary: string;
  /** A node refers to others by their place in this list. */
  readonly nodes: readonly MapNode[];
  /** The accounts, in order. */
  readonly roots: readonly number[];
  /** The group of findings; undefined if there is none. */
  readonly findings?: number;
  readonly paths: readonly MapPath[];
  /** Each different answer of a hop once. */
  readonly hops: readonly HopResult[];
  readonly causes: readonly MapCause[];
  /** Each rule that a hop or a finding names: its title, and its page in docs/rules as Markdown. */
  readonly rules: Readonly<Record<string, { readonly title: string; readonly help?: string }>>;
}
