import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";

import { type Path, quote } from "./errors";
import { type Finding } from "./finding";
import { isMergeKey, keyText, pairsOf, type YamlTree } from "./yaml-tree";

/** More values than any organization has: nested aliases could otherwise expand without limit. */
const mostValues = 200_000;

/**
 * Plain data of a document, with what is wrong with it as YAML. Anchors, aliases and merge keys (`<<`) work; keys are
 * always text; a duplicate key, a tag, and an alias inside its own anchor are reported and omitted.
 */
export function yamlToData(tree: YamlTree): { data: unknown; findings: Finding[] } {
  const conversion = new Conversion(tree);
  return { data: conversion.value(tree.root, []), findings: conversion.findings };
}

class Conversion {
  readonly findings: Finding[] = [];
  /** The nodes being converted, outermost first: an alias to one of them would never end. */
  private readonly open = new Set<Node>();
  private count = 0;

  constructor(private readonly tree: YamlTree) {}

  value(node: Node | undefined, path: Path): unknown {
    if (node === undefined) return null;
    if (this.isTooMuch(path)) return undefined;
    if (isAlias(node)) return this.alias(node, path);
    if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:")) {
      this.findings.push({ path, message: `has the tag ${quote(node.tag)}, which is not supported; remove it` });
      return undefined;
    }
    if (isScalar(node)) return scalar(node.value);
    if (this.open.has(node)) {
      this.findings.push({ path, message: "contains itself through an alias; write it out" });
      return undefined;
    }
    this.open.add(node);
    const converted = isMap(node) ? this.mapping(node, path) : isSeq(node) ? this.list(node.items, path) : undefined;
    this.open.delete(node);
    return converted;
  }

  private isTooMuch(path: Path): boolean {
    this.count += 1;
    if (this.count === mostValues) this.findings.push({ path, message: "expands without limit through its aliases" });
    return this.count >= mostValues;
  }

  private alias(alias: Alias, path: Path): unknown {
    const target = this.tree.resolve(alias);
    if (target !== undefined) return this.value(target, path);
    this.findings.push({ path, message: `refers to ${quote(alias.source)}, an anchor that is not defined before it` });
    return undefined;
  }

  private list(items: readonly unknown[], path: Path): unknown[] {
    return items.map((item, index) => this.value(item as Node, [...path, index]));
  }

  private mapping(map: YAMLMap, path: Path): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    if (this.isTooMuch(path)) return data;
    this.merge(map, path, data);
    const own = new Set<string>();
    for (const { key: node, value } of pairsOf(map)) {
      if (isMergeKey(node)) continue;
      const key = keyText(node);
      if (key === undefined) {
        this.findings.push({ path, message: "has a mapping or list as a key; a key should be text" });
      } else if (key === "__proto__") {
        this.findings.push({ path: [...path, key], at: "key", message: "is not allowed as a name; use another" });
      } else {
        if (own.has(key))
          this.findings.push({ path: [...path, key], at: "key", message: "is a duplicate key; keep one" });
        own.add(key);
        data[key] = this.value(value ?? undefined, [...path, key]);
      }
    }
    return data;
  }

  private merge(map: YAMLMap, path: Path, data: Record<string, unknown>): void {
    for (const source of this.tree.mergeSources(map).reverse()) {
      if (!isMap(source)) {
        this.findings.push({ path: [...path, "<<"], message: "should be mappings to merge" });
      } else if (this.open.has(source)) {
        this.findings.push({ path, message: "contains itself through '<<'; write it out" });
      } else {
        this.open.add(source);
        Object.assign(data, this.mapping(source, path));
        this.open.delete(source);
      }
    }
  }
}

/** Big integers, dates and binary data are not used in the file: they are converted to the nearest text or number. */
function scalar(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  return String(value);
}
