/** Keeps values that Terraform marks as sensitive out of every text. */
import { type Graph } from "../graph/graph";
import { isRecord } from "../graph/json/json-syntax";

const masked = "(sensitive)";

/** Shorter values are too common to be found in a text; longer ones are found inside of other words, too. */
const [shortest, long] = [4, 12];

/** Fields that quote values. Addresses and names of the configuration are not secret. */
const quoting = new Set([
  ...[
    "what",
    "todo",
    "detail",
    "fix",
    "terraform",
    "organization",
    "settle",
    "message",
    "messages",
    "incomplete",
    "why",
  ],
  ...["contradiction", "note", "notes"],
]);

/** Fields with an address, or with an id if the input has no more. */
const naming = new Set(["resource", "subnet", "fileSystem", "of"]);

/** Replaces sensitive values in a text; undefined if there is nothing to replace. */
export type Mask = (text: string) => string;

/** @returns undefined if no value is sensitive */
export function maskOf(sensitive: Iterable<string>): Mask | undefined {
  const secrets = new Set(sensitive);
  const texts = [...secrets].filter((text) => text.length >= shortest && text !== "true" && text !== "false");
  if (texts.length === 0) return undefined;
  texts.sort((a, b) => b.length - a.length);
  return (text) => texts.reduce(without, text);
}

/** The mask for everything that the graph was read from. */
export function maskOfGraph({ documents }: Graph): Mask | undefined {
  return maskOf(documents.flatMap(({ sensitive }) => [...(sensitive?.() ?? [])]));
}

/** The same report with every quoting text masked. */
export function withoutSensitive<T>(report: T, mask: Mask | undefined): T {
  return mask ? mapped(report, mask) : report;
}

function without(text: string, secret: string): string {
  if (!text.includes(secret)) return text;
  if (secret.length >= long) return text.replaceAll(secret, masked);
  const escaped = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w.])${escaped}(?![\\w])`, "g"), masked);
}

function mapped<T>(value: T, mask: Mask, key = ""): T {
  if (typeof value === "string") {
    if (quoting.has(key)) return mask(value) as T;
    return (naming.has(key) && mask(value) === masked ? masked : value) as T;
  }
  if (Array.isArray(value)) return (value as unknown[]).map((item) => mapped(item, mask, key)) as T;
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, mask, name)])) as T;
}
