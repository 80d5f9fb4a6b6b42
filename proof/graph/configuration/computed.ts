/** Attributes that the provider computes within configured blocks, for expressions that refer to them. */
import { partitionOf } from "../../partitions";
import { factsOf, own } from "../../resource-types";
import { list, literal, type ObjectValue, type Resource, type Value } from "../model";

/** The blocks, with a reference to itself for each computed attribute that is not set. */
export function withComputed({ key, type }: Resource, name: string, value: Value): Value {
  const names = own(factsOf(type).computed, name);
  if (!names || (value.kind !== "list" && value.kind !== "object")) return value;
  const filled = (block: ObjectValue, at: number): ObjectValue => {
    const entries = new Map(block.entries);
    for (const one of names) {
      const given = entries.get(one);
      if (given && !(given.kind === "literal" && given.value === null)) continue;
      entries.set(one, { kind: "reference", to: key, attribute: `${name}[${at}].${one}` });
    }
    return { ...block, entries };
  };
  if (value.kind === "object") return filled(value, 0);
  return list(
    value.items.map((item, at) => (item.kind === "object" ? filled(item, at) : item)),
    value.unknownRest,
  );
}

/** Attributes of a data source that follow from the provider configuration alone, such as the name of its Region. */
export function knownOfProvider({ mode, type, provider }: Resource, name: string): Value | undefined {
  if (mode !== "data" || provider?.region === undefined) return undefined;
  if (type === "aws_region" && ["name", "id", "region"].includes(name)) return literal(provider.region);
  if (type === "aws_partition") {
    const partition = partitionOf(provider.region);
    if (partition === undefined) return undefined;
    if (name === "partition" || name === "id") return literal(partition);
  }
  const [account] = provider.accounts;
  if (type !== "aws_caller_identity" || provider.accounts.length !== 1) return undefined;
  return name === "account_id" || name === "id" ? literal(account!) : undefined;
}
