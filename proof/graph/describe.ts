import { type Value } from "./model";
import { referenceText } from "./path";

/** The advice for a saved plan that names a file that it doesn't contain. */
export const addSource = "add --source DIR, the folder that the plan was made from";

/** The advice for an unknown value: the file that is missing, or else the caller's text. */
export function settling(value: Value | undefined, otherwise: string): string {
  return value?.kind === "unknown" && value.why.endsWith(addSource) ? addSource : otherwise;
}

/** A value as text for messages: `aws_vpc.apps.id`, `"10.0.0.0/16"`, `local.subnets`. Not escaped. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "reference":
      return referenceText(value);
    case "unknown":
      return value.expression.replace(/\s*\n\s*/g, " ");
    case "template":
      return `"${value.parts.map(describePart).join("")}"`;
    case "json":
      return `jsonencode(${describe(value.of)})`;
    case "list":
      return `[${[...value.items, ...(value.unknownRest ? [value.unknownRest] : [])].map((item) => describe(item)).join(", ")}]`;
    case "object":
      return `{${[...value.entries].map(([key, entry]) => `${key} = ${describe(entry)}`).join(", ")}}`;
  }
}

function describePart(part: Value): string {
  if (part.kind === "template") return part.parts.map(describePart).join("");
  return part.kind === "literal" ? String(part.value) : `\${${describe(part)}}`;
}
