/** The attributes that identify a resource as a whole, so that a value of one of them identifies the resource. */

import { factsOf, family, resourceTypes } from "../resource-types";

const always = new Set(["id", "arn"]);

export function identifies(type: string, attribute: string): boolean {
  return always.has(attribute) || (factsOf(family(type)).identity?.includes(attribute) ?? false);
}

export function identityAttributes(type: string): readonly string[] {
  return [...always, ...(factsOf(family(type)).identity ?? [])];
}

/**
 * Whether an attribute has the id of something that AWS creates along with a resource, and that no other resource can
 * be.
 */
export function isMadeAlong(type: string, attribute: string): boolean {
  const { creates = {} } = factsOf(type);
  // A single block can be addressed without its index: `vpc_config.cluster_security_group_id`.
  const created = Object.entries(creates).find(([name]) => [name, name.replace("[0]", "")].includes(attribute))?.[1];
  return created !== undefined && !created.manageable;
}

/**
 * The type whose ids have this prefix. Other resource types reuse ids: a file system policy has the id of the file
 * system.
 */
const prefixes: ReadonlyMap<string, string> = new Map(
  [...resourceTypes].flatMap(([type, { idPrefixes = [] }]) => idPrefixes.map((prefix) => [prefix, type] as const)),
);

/** Prefixes of ids that identify no resource here. */
const otherPrefixes = new Set([
  ...["aclassoc", "ami", "cgw", "dxgw", "eipassoc", "i", "lt", "rqlc", "rslvr-autodefined-assoc"],
  ...["rslvr-rrassoc", "rtbassoc", "sgr", "snap", "vgw", "vol", "vpce-svc", "vpn"],
]);

/**
 * Ids from AWS are unique everywhere; names are not. A name can end like an id: `web-20240131`,
 * `example-web-execution-4fe6eafd`.
 */
export function isGlobalId(text: string): boolean {
  if (/^arn:[^:]*:.+$/.test(text)) return true;
  const [, prefix] = /^([a-z]+(?:-[a-z]+)*)-[0-9a-f]{8,}$/.exec(text) ?? [];
  return prefix !== undefined && (prefixes.has(prefix) || otherPrefixes.has(prefix));
}

/** Whether an id can be the resource's own. */
export function mayOwn(type: string, id: string): boolean {
  if (id.startsWith("arn:"))
    return !/_(?:association|attachment|policy|rotation|version)$/.test(type) || type === "aws_iam_policy";
  const owner = prefixes.get(id.slice(0, id.lastIndexOf("-")));
  return (
    owner === undefined ||
    owner === family(type) ||
    (owner === "aws_ec2_managed_prefix_list" && type === "aws_prefix_list")
  );
}

/** `arn:…:file-system/fs-0123` → `fs-0123`; undefined if the ARN doesn't end in an id from AWS. */
export function idOfArn(text: string): string | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const id = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
  return isGlobalId(id) ? id : undefined;
}

/** The arguments of a data source, other than `id`, that select the resource by its id. */
export function identifyingArguments(type: string): readonly string[] {
  return (factsOf(type).identity ?? []).filter((attribute) => attribute.endsWith("_id") && attribute !== "unique_id");
}
