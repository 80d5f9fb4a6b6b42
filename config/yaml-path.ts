import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";

import { type Path } from "./errors";

/** A value of a mapping or list, with its key where it has one. */
export interface Child {
  readonly key?: Node;
  readonly value?: Node;
}

/** What stands at a path, through aliases and merge keys. */
export function nodeAt(document: Document, root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const segment of path) {
    node = child(document, node, segment)?.value;
    if (node === undefined) return undefined;
  }
  return node;
}

export function child(document: Document, parent: Node | undefined, segment: string | number): Child | undefined {
  const node = resolved(document, parent);
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { value: item as Node };
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair<Node, Node | null>[];
  // The last wins where a key is given twice, as it does in the data.
  const own = pairs.filter((pair) => keyText(pair.key) === String(segment)).pop();
  if (own !== undefined) return { key: own.key, value: own.value ?? undefined };
  for (const source of mergedMaps(document, node)) {
    const found = child(document, source, segment);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The mappings that `<<` brings in, first wins. */
export function mergedMaps(document: Document, map: YAMLMap): YAMLMap[] {
  return (map.items as Pair<Node, Node | null>[])
    .filter((pair) => isMergeKey(pair.key))
    .flatMap((pair) => {
      const value = resolved(document, pair.value ?? undefined);
      return isSeq(value) ? value.items.map((item) => resolved(document, item as Node)) : [value];
    })
    .filter((node) => isMap(node));
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === "PLAIN");
}

/** The text of a key, also where YAML makes a number of it; nothing where a mapping or list is the key. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

export function resolved(document: Document, node: Node | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}
