import { type Value } from "./model";
import { referenceText } from "./path";

/** A value for people: `aws_vpc.apps.id`, `"10.0.0.0/16"`, `local.subnets`. Not escaped. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "reference":
      return referenceText(value);
    case "unknown":
      return value.expression;
    case "template":
      return `"${value.parts.map(describePart).join("")}"`;
    case "json":
      return `jsonencode(${describe(value.of)})`;
    case "list":
      return `[${[...value.items, ...(value.rest ? [value.rest] : [])].map((item) => describe(item)).join(", ")}]`;
    case "object":
      return `{${[...value.entries].map(([key, entry]) => `${key} = ${describe(entry)}`).join(", ")}}`;
  }
}

function describePart(part: Value): string {
  if (part.kind === "template") return part.parts.map(describePart).join("");
  return part.kind === "literal" ? String(part.value) : `\${${describe(part)}}`;
}
