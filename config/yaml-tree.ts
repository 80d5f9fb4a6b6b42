import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from "yaml";

import { type Path } from "./errors";

/** A value of a mapping or list, with its key where it has one. */
export interface Child {
  readonly key?: Node;
  readonly value?: Node;
}

/** A YAML document seen through its aliases and merge keys (`<<`). */
export class YamlTree {
  private targets: ReadonlyMap<Alias, Node> | undefined;

  constructor(private readonly document: Document) {}

  get root(): Node | undefined {
    return this.document.contents ?? undefined;
  }

  /** What stands at a path. */
  at(path: Path): Node | undefined {
    let node = this.root;
    for (const segment of path) node = this.child(node, segment)?.value;
    return node;
  }

  child(parent: Node | undefined, segment: string | number): Child | undefined {
    const node = this.resolve(parent);
    if (isSeq(node)) {
      const item = node.items[Number(segment)];
      return item === undefined ? undefined : { value: item as Node };
    }
    if (!isMap(node)) return undefined;
    // The last wins where a key is given twice, as it does in the data.
    const own = pairsOf(node)
      .filter((pair) => keyText(pair.key) === String(segment))
      .pop();
    if (own !== undefined) return { key: own.key, value: own.value ?? undefined };
    for (const merged of this.merged(node)) {
      const found = this.child(merged, segment);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The mappings that `<<` brings in; the first has the last word. */
  merged(map: YAMLMap): YAMLMap[] {
    return this.mergeSources(map).filter((node) => isMap(node));
  }

  /** All that `<<` names, mappings or not. */
  mergeSources(map: YAMLMap): (Node | undefined)[] {
    return pairsOf(map)
      .filter((pair) => isMergeKey(pair.key))
      .flatMap((pair) => {
        const value = this.resolve(pair.value ?? undefined);
        return isSeq(value) ? value.items.map((item) => this.resolve(item as Node)) : [value];
      });
  }

  /** The node itself, or what an alias stands for; nothing where its anchor does not stand before it. */
  resolve(node: Node | undefined): Node | undefined {
    if (!isAlias(node)) return node;
    this.targets ??= aliasTargets(this.document);
    return this.targets.get(node);
  }
}

/** An alias stands for the last node before it that has its anchor. The library's own look-up walks the whole document each time. */
function aliasTargets(document: Document): ReadonlyMap<Alias, Node> {
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
    },
  });
  return targets;
}

export function pairsOf(map: YAMLMap): Pair<Node, Node | null>[] {
  return map.items as Pair<Node, Node | null>[];
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === "PLAIN");
}

/** The text of a key, also where YAML makes a number of it; nothing where a mapping or list is the key. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}
