/** Collects the nodes of a map: accounts and Regions once, and groups where they are first needed. */
import { type PathVerdict } from "../../proof/verdict";
import { type MapNode, type NodeKind } from "../data";

export type NewNode = Pick<MapNode, "kind" | "name"> & Partial<Omit<MapNode, "kind" | "name" | "parent" | "children">>;

export const unknownAccount = "account not known";
export const unknownRegion = "Region not known";

const badness: Readonly<Record<PathVerdict, number>> = { fails: 2, unknown: 1, mounts: 0 };

export class NodeList {
  readonly all: MapNode[] = [];
  private readonly named = new Map<string, number>();

  add({ kind, name, facts = [], links = [], ...rest }: NewNode, parent?: number): number {
    const id = this.all.length;
    const above = parent === undefined ? {} : { parent };
    this.all.push({ kind, name, ...above, children: [], facts: [...facts], links: [...links], ...rest });
    if (parent !== undefined) this.all[parent]!.children.push(id);
    return id;
  }

  at(id: number): MapNode {
    return this.all[id]!;
  }

  /** The node of a Region, in its account. */
  region(account: string | undefined, region: string | undefined): number {
    const above = this.once("account", account ?? unknownAccount);
    return this.once("region", region ?? unknownRegion, above);
  }

  /** The group with a name below a node. */
  group(name: string, parent: number): number {
    return this.once("group", name, parent);
  }

  once(kind: NodeKind, name: string, parent?: number): number {
    const key = JSON.stringify([kind, name, parent]);
    const id = this.named.get(key) ?? this.add({ kind, name }, parent);
    this.named.set(key, id);
    return id;
  }

  link(from: number, label: string, to: readonly number[]): void {
    if (to.length > 0) this.all[from]!.links.push([label, [...new Set(to)]]);
  }

  /** Gives a verdict to a node and to all nodes above it, unless they have a worse one. */
  mark(id: number, verdict: PathVerdict): void {
    for (let at: number | undefined = id; at !== undefined; at = this.all[at]!.parent) {
      const node = this.all[at]!;
      if (node.verdict === undefined || badness[verdict] > badness[node.verdict]) node.verdict = verdict;
    }
  }
}
