import { isMap, type Node, type YAMLMap } from "yaml";

import { isMergeKey, keyText, pairsOf, type YamlTree } from "./yaml-tree";

/**
 * The line of every property, counted from 1, by its JSON Pointer (RFC 6901): `{ "/workloadVpcs/apps/cidr": 12 }`. A
 * property that comes from an alias or a merge key has the line where it is written. Items of lists are not included.
 *
 * @param lineAt returns the line of an offset in the text
 */
export function propertyLines(tree: YamlTree, lineAt: (offset: number) => number): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const walk = (node: Node | undefined, pointer: string): void => {
    const resolved = tree.resolve(node);
    if (isMap(resolved)) walkMap(resolved, pointer);
  };
  const walkMap = (map: YAMLMap, pointer: string): void => {
    for (const source of tree.merged(map).reverse()) walkMap(source, pointer);
    for (const { key, value } of pairsOf(map)) {
      const name = keyText(key);
      if (name === undefined || isMergeKey(key)) continue;
      const below = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      lines.set(below, lineAt(key.range?.[0] ?? 0));
      walk(value ?? undefined, below);
    }
  };
  walk(tree.root, "");
  return lines;
}
