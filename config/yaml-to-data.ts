import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";

import { type Path, quote } from "./errors";
import { type Finding } from "./source";
import { isMergeKey, keyText, mergedMaps } from "./yaml-path";

/** More values than any organization has; aliases of aliases can otherwise grow without end. */
const mostValues = 500_000;

/**
 * Plain data of a document, with what is wrong with it as YAML. Anchors, aliases and merge keys (`<<`) work; keys are
 * always text; a key given twice, a tag, and an alias inside its own anchor are said and left out.
 */
export function yamlToData(document: Document): { data: unknown; findings: Finding[] } {
  const conversion = new Conversion(document);
  return { data: conversion.value(document.contents ?? undefined, []), findings: conversion.findings };
}

class Conversion {
  readonly findings: Finding[] = [];
  /** What is being converted, outermost first: an alias to one of these would never end. */
  private readonly open = new Set<Node>();
  private count = 0;

  constructor(private readonly document: Document) {}

  value(node: Node | undefined, path: Path): unknown {
    if (node === undefined) return null;
    if (this.isTooMuch(path)) return undefined;
    if (isAlias(node)) return this.value(node.resolve(this.document), path);
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

  private list(items: readonly unknown[], path: Path): unknown[] {
    return items.map((item, index) => this.value(item as Node, [...path, index]));
  }

  private mapping(map: YAMLMap, path: Path): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    if (this.isTooMuch(path)) return data;
    for (const merged of mergedMaps(this.document, map).reverse()) {
      if (this.open.has(merged)) {
        this.findings.push({ path, message: "contains itself through '<<'; write it out" });
        continue;
      }
      this.open.add(merged);
      Object.assign(data, this.mapping(merged, path));
      this.open.delete(merged);
    }
    const own = new Set<string>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      if (isMergeKey(pair.key)) {
        this.checkMerge(pair, path);
        continue;
      }
      const key = keyText(pair.key);
      if (key === undefined) {
        this.findings.push({ path, message: "has a mapping or list as a key; a key should be text" });
      } else if (key === "__proto__") {
        this.findings.push({ path: [...path, key], at: "key", message: "is no name; use another" });
      } else {
        if (own.has(key)) {
          this.findings.push({ path: [...path, key], at: "key", message: "is given twice; keep one" });
        }
        own.add(key);
        data[key] = this.value(pair.value ?? undefined, [...path, key]);
      }
    }
    return data;
  }

  private checkMerge(pair: Pair<Node, Node | null>, path: Path): void {
    const value = isAlias(pair.value) ? pair.value.resolve(this.document) : pair.value;
    const sources = isSeq(value) ? value.items : [value];
    const allMaps = sources.every((item) => isMap(isAlias(item) ? item.resolve(this.document) : item));
    if (!allMaps) this.findings.push({ path: [...path, "<<"], message: "should name mappings to merge" });
  }
}

/** Big integers, dates and binary data have no place in the file: they come as the text or number nearest to them. */
function scalar(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  return String(value);
}
