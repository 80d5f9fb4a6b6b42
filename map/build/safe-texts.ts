/** Makes every text of the page printable, and keeps sensitive values out of it. */
import { isRecord } from "../../proof/graph/json/json-syntax";
import { type Mask } from "../../proof/report/sensitive";
import { printable, printableLines } from "../../proof/text";
import { type MapNode } from "../data";

/** Texts with intended line breaks. */
const severalLines = new Set(["terraform", "organization", "help", "answer"]);

export function safeTexts<T>(data: T): T {
  return mapped(data, "") as T;
}

function mapped(value: unknown, key: string): unknown {
  if (typeof value === "string") {
    return severalLines.has(key) ? printableLines(value).join("\n") : printable(value);
  }
  if (Array.isArray(value)) return value.map((item) => mapped(item, key));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, name)]));
}

/** Masks what a node was given from values; findings are masked as part of the report. */
export function maskedNode(node: MapNode, mask: Mask): MapNode {
  const { name, note, facts, names } = node;
  return {
    ...node,
    name: mask(name),
    ...(note === undefined ? {} : { note: mask(note) }),
    facts: facts.map(([label, value]) => [label, mask(value)] as const),
    ...(names ? { names: names.map((one) => ({ ...one, name: mask(one.name), answer: mask(one.answer) })) } : {}),
  };
}
