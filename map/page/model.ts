/** The data of the page with the questions that its views ask. */
import { type HopResult, type PathVerdict } from "../../proof/verdict";
import { type MapData, type MapNode, type NodeKind } from "../data";
import { type DrawnPath } from "../diagram/path-drawing";

export const kindNames: Readonly<Record<NodeKind, string>> = {
  account: "account",
  region: "Region",
  group: "group",
  vpc: "VPC",
  zone: "Availability Zone",
  subnet: "subnet",
  "mount-target": "mount target",
  "file-system": "file system",
  endpoint: "VPC endpoint",
  "resolver-endpoint": "resolver endpoint",
  "resolver-rule": "resolver rule",
  "rule-association": "resolver rule of the VPC",
  share: "share",
  workload: "workload",
  finding: "finding",
};

const order: Readonly<Record<PathVerdict, number>> = { fails: 0, unknown: 1, mounts: 2 };

export class Model {
  /** The texts that a search looks into, made when first needed. */
  private readonly texts: (string | undefined)[] = [];

  constructor(readonly data: MapData) {}

  node(id: number): MapNode {
    return this.data.nodes[id]!;
  }

  /** The nodes above a node, from the account on. */
  above(id: number): number[] {
    const found: number[] = [];
    for (let at = this.node(id).parent; at !== undefined; at = this.node(at).parent) found.unshift(at);
    return found;
  }

  /** The tree's first level. */
  get roots(): readonly number[] {
    const { roots, findings } = this.data;
    return findings === undefined ? roots : [findings, ...roots];
  }

  path(at: number): DrawnPath {
    const { workload, hops, ...path } = this.data.paths[at]!;
    return { workload: this.node(workload).name, ...path, hops: hops.map((hop) => this.data.hops[hop]!) };
  }

  hop(at: number): HopResult {
    return this.data.hops[at]!;
  }

  /** The places of a workload's paths, the worst first. */
  worstFirst(paths: readonly number[]): readonly number[] {
    const badness = (at: number) => order[this.data.paths[at]!.verdict];
    return [...paths].sort((a, b) => badness(a) - badness(b));
  }

  countOf(verdict: PathVerdict): number {
    return this.data.nodes.filter((node) => node.kind === "workload" && node.verdict === verdict).length;
  }

  /**
   * The nodes whose texts contain every word, workloads first and the worst of them first.
   *
   * @param verdict only workloads with it
   */
  search(query: string, verdict?: PathVerdict): readonly number[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found: number[] = [];
    for (const [id, node] of this.data.nodes.entries()) {
      if (node.kind === "group" || node.kind === "region") continue;
      if (verdict !== undefined && (node.kind !== "workload" || node.verdict !== verdict)) continue;
      const text = this.text(id);
      if (words.every((word) => text.includes(word))) found.push(id);
    }
    return found.sort((a, b) => this.rank(a) - this.rank(b) || a - b);
  }

  private rank(id: number): number {
    const { kind, verdict } = this.node(id);
    if (kind === "workload") return order[verdict ?? "mounts"];
    return kind === "vpc" ? 3 : 4;
  }

  private text(id: number): string {
    let text = this.texts[id];
    if (text === undefined) {
      const { kind, name, note = "", stack = "", facts, parent } = this.node(id);
      const values = facts.map(([, value]) => value);
      const zone = parent === undefined ? "" : this.node(parent).name;
      text = [kindNames[kind], name, note, stack, zone, ...values].join(" ").toLowerCase();
      this.texts[id] = text;
    }
    return text;
  }

  /** For the address line: `#12-aws_ecs_service.web`, which a later map may have in another place. */
  reference(id: number): string {
    return `#${id}-${encodeURIComponent(wellFormed(this.node(id).name))}`;
  }

  referred(hash: string): number | undefined {
    const [, at, encoded] = /^#(\d+)-(.*)$/.exec(hash) ?? [];
    if (at === undefined || encoded === undefined) return undefined;
    let name: string;
    try {
      name = decodeURIComponent(encoded);
    } catch {
      return undefined;
    }
    const isIt = (node: MapNode | undefined) => node !== undefined && wellFormed(node.name) === name;
    if (isIt(this.data.nodes[Number(at)])) return Number(at);
    const found = this.data.nodes.findIndex(isIt);
    return found === -1 ? undefined : found;
  }
}

/** Without lone surrogates, which have no encoding. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
