/**
 * The block of `organization.yaml` from which a resource of this project's own stacks is generated, according to its
 * construct path: `ecs-web/Services/nginx/Task/Resource` comes from `workloads.web.services.nginx`.
 */
import { type Document, type Place, type Resource } from "../graph/model";

const roots: readonly (readonly [pattern: RegExp, property: readonly string[]])[] = [
  [/^shared-network$/, ["sharedNetwork"]],
  [/^shared-network-(?<name>.+)$/, ["regions"]],
  [/^vpc-(?<name>.+)$/, ["workloadVpcs"]],
  [/^(?:ecs|eks)-(?<name>.+)$/, ["workloads"]],
];

/** Properties whose names appear in construct paths. */
const properties: Readonly<Record<string, string>> = {
  Services: "services",
  Tasks: "tasks",
  Profiles: "profiles",
  Capacity: "instances",
  FileSystems: "fileSystems",
  AccessPoints: "accessPoints",
  Policy: "policy",
  Replication: "replication",
  Admins: "admins",
};

/** Undefined if the stack is not this project's, or if the line numbers of its file were not recorded. */
export function organizationPlace(document: Document, resource?: Resource): Place | undefined {
  const property = document.properties && organizationProperty(document, resource);
  return property && document.properties?.at(property);
}

/** The path of that block in the file: `["workloads", "web", "services", "nginx"]`. */
export function organizationProperty(document: Document, resource?: Resource): readonly string[] | undefined {
  const [stack = document.name, ...segments] = resource?.construct?.split("/") ?? [];
  if (stack !== document.name) return undefined;
  for (const [pattern, root] of roots) {
    const found = pattern.exec(stack);
    if (!found) continue;
    const name = found.groups?.["name"];
    return [...root, ...(name === undefined ? [] : [name]), ...propertyOf(segments)];
  }
  return undefined;
}

/** The properties in the construct path: `FileSystems/content/AccessPoints/web/Resource`. */
function propertyOf(segments: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < segments.length; at += 2) {
    const property = Object.hasOwn(properties, segments[at]!) ? properties[segments[at]!] : undefined;
    if (property === undefined) break;
    // Names are in lower case.
    found.push(property, ...segments.slice(at + 1, at + 2).filter((name) => name !== "Resource"));
  }
  return found;
}
