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

/** A value in a mapping or list, with its key if it has one. */
export interface Child {
  readonly key?: Node;
  readonly value?: Node;
}

/** A YAML document with its aliases and merge keys (`<<`) resolved. */
export class YamlTree {
  private targets: ReadonlyMap<Alias, Node> | undefined;

  constructor(private readonly document: Document) {}

  get root(): Node | undefined {
    return this.document.contents ?? undefined;
  }

  /** The node at a path. */
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
    // For a duplicate key the last value wins, as in the data.
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

  /** The mappings that `<<` merges; the first one has precedence. */
  merged(map: YAMLMap): YAMLMap[] {
    return this.mergeSources(map).filter((node) => isMap(node));
  }

  /** Everything that `<<` names, whether a mapping or not. */
  mergeSources(map: YAMLMap): (Node | undefined)[] {
    return pairsOf(map)
      .filter((pair) => isMergeKey(pair.key))
      .flatMap((pair) => {
        const value = this.resolve(pair.value ?? undefined);
        return isSeq(value) ? value.items.map((item) => this.resolve(item as Node)) : [value];
      });
  }

  /** The node itself, or the node that an alias refers to; nothing if its anchor is not defined before it. */
  resolve(node: Node | undefined): Node | undefined {
    if (!isAlias(node)) return node;
    this.targets ??= aliasTargets(this.document);
    return this.targets.get(node);
  }
}

/**
 * An alias refers to the last preceding node with its anchor. The library's own lookup walks the whole document each
 * time.
 */
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

/** The text of a key, even if YAML reads it as a number; nothing if the key is a mapping or list. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}
