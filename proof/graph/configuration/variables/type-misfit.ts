/** Whether a value matches a variable's type constraint. */
import { toScalar, type Type } from "../../expression/convert";
import { isNull, type Value } from "../../model";

const article = { string: "a string", number: "a number", bool: "a bool", list: "a list", set: "a set", map: "a map" };

/** The mismatch; undefined if the value matches, or if that is not known. */
export function misfit(value: Value, type: Type): string | undefined {
  if (type.kind === "any" || isNull(value) || value.kind === "unknown") return undefined;
  switch (type.kind) {
    case "string":
    case "number":
    case "bool":
      return toScalar(value, type.kind) ? undefined : `is not ${article[type.kind]}${shown(value)}`;
    case "list":
    case "set":
      if (value.kind !== "list") return `is not ${article[type.kind]}${shown(value)}`;
      return firstOf(value.items.map((item) => misfit(item, type.of)));
    case "map":
      if (value.kind !== "object") return `is not ${article.map}${shown(value)}`;
      return firstOf([...value.entries.values()].map((entry) => misfit(entry, type.of)));
    case "object": {
      if (value.kind !== "object") return `is not an object${shown(value)}`;
      return firstOf(
        [...type.attributes].map(([name, attribute]) => {
          const entry = value.entries.get(name);
          if (entry) return misfit(entry, attribute.type);
          return attribute.optional || value.unknownRest ? undefined : `lacks the attribute ${JSON.stringify(name)}`;
        }),
      );
    }
    case "tuple":
      return value.kind === "list" ? undefined : `is not a tuple${shown(value)}`;
  }
}

function shown(value: Value): string {
  return value.kind === "literal" ? `: ${JSON.stringify(value.value)}` : "";
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find((one) => one !== undefined);
}
