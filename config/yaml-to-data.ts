import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";

import { type Path, quote } from "./errors";
import { type Finding } from "./source";
import { isMergeKey, keyText, pairsOf, type YamlTree } from "./yaml-tree";

/** More values than any organization has; aliases of aliases can otherwise grow without end. */
const mostValues = 200_000;

/**
 * Plain data of a document, with what is wrong with it as YAML. Anchors, aliases and merge keys (`<<`) work; keys are
 * always text; a key given twice, a tag, and an alias inside its own anchor are said and left out.
 */
export function yamlToData(tree: YamlTree): { data: unknown; findings: Finding[] } {
  const conversion = new Conversion(tree);
  return { data: conversion.value(tree.root, []), findings: conversion.findings };
}

class Conversion {
  readonly findings: Finding[] = [];
  /** What is being converted, outermost first: an alias to one of these would never end. */
  private readonly open = new Set<Node>();
  private count = 0;

  constructor(private readonly tree: YamlTree) {}

  value(node: Node | undefined, path: Path): unknown {
    if (node === undefined) return null;
    if (this.isTooMuch(path)) return undefined;
    if (isAlias(node)) return this.alias(node, path);
    if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:")) {
      this.findings.push({ path, message: `has the tag ${quote(node.tag)}, which means nothing here; remove it` });
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
    if (this.count === mostValues) this.findings.push({ path, message: "grows without end through its aliases" });
    return this.count >= mostValues;
  }

  private alias(alias: Alias, path: Path): unknown {
    const target = this.tree.resolve(alias);
    if (target !== undefined) return this.value(target, path);
    this.findings.push({ path, message: `refers to ${quote(alias.source)}, an anchor that stands nowhere before it` });
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
        this.findings.push({ path: [...path, key], at: "key", message: "is no name; use another" });
      } else {
        if (own.has(key)) this.findings.push({ path: [...path, key], at: "key", message: "is given twice; keep one" });
        own.add(key);
        data[key] = this.value(value ?? undefined, [...path, key]);
      }
    }
    return data;
  }

  private merge(map: YAMLMap, path: Path, data: Record<string, unknown>): void {
    for (const source of this.tree.mergeSources(map).reverse()) {
      if (!isMap(source)) {
        this.findings.push({ path: [...path, "<<"], message: "should name mappings to merge" });
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

/** Big integers, dates and binary data have no place in the file: they come as the text or number nearest to them. */
function scalar(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  return String(value);
}
