/** Attributes of a resource in a state: whatever else it holds, a value of the wrong type is not a value. */
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { type TerraformResource } from "./resources";

export function text(values: unknown, name: string): string | undefined {
  const value = property(values, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function truth(values: unknown, name: string): boolean | undefined {
  const value = property(values, name);
  return typeof value === "boolean" ? value : undefined;
}

export function texts(values: unknown, name: string): readonly string[] {
  return items(values, name).filter((item) => typeof item === "string");
}

export function blocks(values: unknown, name: string): readonly JsonObject[] {
  return items(values, name).filter(isRecord);
}

function items(values: unknown, name: string): readonly unknown[] {
  const value = property(values, name);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The id of a resource of AWS; undefined for anything else, such as one that is not created yet. */
export function idOf(prefix: string, value: unknown): string | undefined {
  return typeof value === "string" && new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(value)
    ? value
    : undefined;
}

/** What names a resource for its owner. */
export function labelsOf({ name, values }: TerraformResource) {
  return {
    label: text(property(values, "tags"), "Name") ?? text(property(values, "tags_all"), "Name"),
    terraformName: name,
  };
}

/** The Region and the account of an ARN, where it has them. */
export function ofArn(values: unknown): { readonly region?: string; readonly account?: string } {
  const [, , , region, account] = (text(values, "arn") ?? "").split(":");
  return { region: region || undefined, account: account || undefined };
}
