/**
 * Shows a fix as a change of `organization.yaml`, if this project generated the stacks. A change that no property
 * controls, such as a manual edit of a generated file, has no line.
 * The construct path shows the property that a resource comes from: `ecs-web/Services/nginx/Task/Resource` comes from
 * `workloads.web.services.nginx`. docs/organization.md lists all properties.
 */
import { attributeOf } from "../aws/attributes/block";
import { type Change, type Graph } from "../graph/graph";
import { NULL, type Places, type Resource, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { type Line, linesText, type Property, yaml } from "./organization-line";

type ResourceChange = Exclude<Change, { kind: "output" }>;

/** Undefined if no property controls the change; empty if another change of the same fix includes it. */
type Row = (asked: Asked) => readonly Line[] | undefined;

interface Asked {
  readonly graph: Graph;
  readonly path: MountPath;
  readonly change: ResourceChange;
  /** The changed resource, or the one that an addition belongs to. */
  readonly resource: Resource;
  /** The added or changed resource or value. */
  readonly at: (attribute: string) => Value;
  /** All changes of the fix. */
  readonly changes: readonly Change[];
}

/** Undefined unless properties control every change of a fix. */
export function organizationOf(graph: Graph, path: MountPath, changes: readonly Change[]): string | undefined {
  const lines: Line[] = [];
  let places: Places | undefined;
  for (const change of changes) {
    // Manifests are generated from workloads, so the file does not contain their errors.
    if (change.kind === "output") return undefined;
    const row = rows.get(nameOf(change));
    const resource = change.kind === "add" ? change.beside : change.resource;
    const found = row?.({ graph, path, change, resource, changes, at: (attribute) => valueIn(change, attribute) });
    if (!found) return undefined;
    lines.push(...found);
    places ??= resource.document.properties;
  }
  return lines.length > 0 ? linesText(lines, places) : undefined;
}

function nameOf(change: ResourceChange): string {
  if (change.kind === "add") return `add ${change.type}`;
  if (change.kind === "remove") return `remove ${change.resource.type}`;
  return `${change.resource.type} ${change.attribute.replaceAll(/\[\d+\]/g, "[]")}`;
}

function valueIn(change: ResourceChange, attribute: string): Value {
  if (change.kind === "set" && attribute === change.attribute) return change.value;
  if (change.kind !== "add") return change.resource.get(attribute);
  return attributeOf({ kind: "object", entries: change.attributes }, attribute);
}

/** The names in a construct path of the resource's own stack. */
function names({ construct, document }: Resource, pattern: RegExp): Readonly<Record<string, string>> | undefined {
  if (!construct?.startsWith(`${document.name}/`)) return undefined;
  return pattern.exec(construct)?.groups;
}

const taskPath = /^ecs-(?<workload>[^/]+)\/(?<kind>Services|Tasks)\/(?<name>[^/]+)\/Task\//;
const vpcPath = /^vpc-(?<vpc>[^/]+)\//;

function taskProperty(resource: Resource): Property | undefined {
  const found = names(resource, taskPath);
  return found && ["workloads", found.workload!, found.kind!.toLowerCase(), found.name!];
}

function vpcProperty(resource: Resource): Property | undefined {
  const found = names(resource, vpcPath);
  return found && ["workloadVpcs", found.vpc!];
}

/** A task with one container is named like its service or task. */
function ofOnlyContainer({ path }: Asked, task: Resource, rest: readonly string[], value: string): Line[] | undefined {
  const property = taskProperty(task);
  const { containers, otherContainers } = path.workload;
  if (property === undefined || containers.length !== 1 || otherContainers) return undefined;
  if (containers[0]!.name !== property.at(-1)) return undefined;
  return [{ property: [...property, ...rest], value }];
}

const size: (name: string) => Row =
  (name) =>
  ({ graph, resource, at }) => {
    const property = taskProperty(resource);
    const value = graph.text(at(name));
    return property === undefined || value === undefined ? undefined : [{ property: [...property, name], value }];
  };

/** Changes the image name, or makes the mount read-only. */
const container: Row = (asked) => {
  const { graph, resource, at, path } = asked;
  const only = (definitions: Value) => {
    const { items } = graph.items(graph.json(definitions));
    return items.length === 1 ? graph.follow(items[0]!) : NULL;
  };
  const [before, after] = [only(resource.get("container_definitions")), only(at("container_definitions"))];
  const image = graph.text(attributeOf(after, "image"));
  if (image === undefined) return undefined;
  if (image !== graph.text(attributeOf(before, "image")))
    return ofOnlyContainer(asked, resource, ["image"], yaml(image));
  return ofOnlyContainer(asked, resource, ["mounts", path.names.mountPath, "readOnly"], "true");
};

/** The task role gets write access if the mount is not read-only. */
const mountStatement: Row = (asked) => {
  const { graph, resource, at, path } = asked;
  const { items } = graph.items(attributeOf(graph.json(at("policy")), "Statement"));
  const actions = items.flatMap((one) => graph.items(attributeOf(graph.follow(one), "Action")).items);
  const writes = actions.some((action) => graph.text(action) === "elasticfilesystem:ClientWrite");
  if (!writes || resource.type !== "aws_iam_role") return undefined;
  return ofOnlyContainer(asked, resource, ["mounts", path.names.mountPath, "readOnly"], "false");
};

const mountThrough: Row = (asked) => {
  const { graph, resource, change, path } = asked;
  const point = change.kind === "set" ? graph.target(change.value, "aws_efs_access_point") : undefined;
  const found = point && names(point, /^vpc-[^/]+\/FileSystems\/[^/]+\/AccessPoints\/(?<name>[^/]+)$/);
  const property = ["mounts", path.names.mountPath, "accessPoint"];
  return found && ofOnlyContainer(asked, resource, property, found.name!);
};

const endpoint: Row = ({ graph, resource, at }) => {
  const property = vpcProperty(resource);
  const service = /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(graph.text(at("service_name")) ?? "")?.[1];
  const isInterface = graph.text(at("vpc_endpoint_type")) === "Interface";
  if (property === undefined || service === undefined || !isInterface) return undefined;
  // The VPC uses central endpoints, which the file lists for the services that are needed.
  if (graph.all("aws_route53_zone_association").some(({ document }) => document === resource.document))
    return undefined;
  return [{ property: [...property, "endpoints"], value: [service], more: true }];
};

/** Resources that another addition of the same fix includes. */
const along: (type: string) => Row =
  (type) =>
  ({ changes }) =>
    changes.some((one) => one.kind === "add" && one.type === type) ? [] : undefined;

/** Every zone of a generated VPC gets a private subnet and a mount target of each file system. */
const mountTargets: Row = ({ graph, resource, at }) => {
  const property = vpcProperty(resource);
  const subnet = graph.target(at("subnet_id"), "aws_subnet");
  if (property === undefined || !subnet || !privateZone(subnet)) return undefined;
  const zones = graph.all("aws_subnet").filter((one) => one.document === subnet.document);
  const value = zones.map((one) => privateZone(one)).filter((zone) => zone !== undefined);
  return [{ property: [...property, "availabilityZones"], value: value.sort() }];
};

function privateZone(subnet: Resource): string | undefined {
  return names(subnet, /^vpc-(?<vpc>[^/]+)\/\k<vpc>\/private-(?<zone>[^/]+)\/Resource$/)?.zone;
}

const ownStack = /^(?:vpc-[^/]+|shared-network(?:-[^/]+)?)\//;

/** A SYSTEM rule for a domain, which is associated with every VPC of the file. */
const systemRule: Row = ({ graph, resource, at }) => {
  const domain = graph.text(at("domain_name"));
  if (!isOwn(resource) || domain === undefined || graph.text(at("rule_type")) !== "SYSTEM") return undefined;
  const network = sharedNetwork(graph, resource);
  if (network === undefined) return undefined;
  return [
    {
      property: [...network, "dns", "resolveInAws"],
      value: [...new Set([...systemDomains(graph, network), yaml(domain)])],
    },
  ];
};

/** The shared network that a rule belongs to; undefined for a VPC's own rule in a file with several Regions. */
function sharedNetwork(graph: Graph, { document }: Resource): Property | undefined {
  const [, region] = further.exec(document.name) ?? [];
  if (region !== undefined) return ["regions", region, "sharedNetwork"];
  const isAmbiguous =
    document.name !== "shared-network" &&
    graph.all("aws_route53_resolver_rule").some((rule) => further.test(rule.document.name));
  return isAmbiguous ? undefined : ["sharedNetwork"];
}

/** The stack of a further Region's shared network. */
const further = /^shared-network-(.+)$/;

const systemAssociation: Row = (asked) => {
  const { graph, resource, at } = asked;
  const rule = graph.target(at("resolver_rule_id"), "aws_route53_resolver_rule");
  if (!isOwn(resource) || !rule) return isOwn(resource) ? along("aws_route53_resolver_rule")(asked) : undefined;
  return systemRule({ ...asked, resource: rule, at: (attribute) => rule.get(attribute) });
};

function isOwn({ construct = "", document }: Resource): boolean {
  return construct.startsWith(`${document.name}/`) && ownStack.test(construct);
}

function systemDomains(graph: Graph, network: Property): string[] {
  const own = graph
    .all("aws_route53_resolver_rule")
    .filter((rule) => isOwn(rule) && sharedNetwork(graph, rule)?.join() === network.join());
  const system = own.filter((rule) => graph.text(rule.get("rule_type")) === "SYSTEM");
  const domains = system.map((rule) => graph.text(rule.get("domain_name"))).filter((domain) => domain !== undefined);
  return [...new Set(domains.map(yaml))];
}

const forwardAssociation: Row = ({ graph, resource, at }) => {
  const rule = graph.target(at("resolver_rule_id"), "aws_route53_resolver_rule");
  const domain = rule && isOwn(rule) && isOwn(resource) ? graph.text(rule.get("domain_name")) : undefined;
  if (domain === undefined || graph.text(rule!.get("rule_type")) !== "FORWARD") return undefined;
  const network = sharedNetwork(graph, rule!);
  if (network === undefined) return undefined;
  return [{ property: [...network, "dns", "forward"], value: "", comment: `without the entry for ${yaml(domain)}` }];
};

const selectors: Row = ({ graph, resource, at }) => {
  const found = names(resource, /^eks-(?<workload>[^/]+)\/Profiles\/(?<profile>[^/]+)$/);
  const texts = graph.items(at("selector")).items.map((selector) => selectorText(graph, selector));
  if (!found || texts.includes(undefined)) return undefined;
  const property: Property = ["workloads", found.workload!, "profiles", found.profile!, "selectors"];
  return [{ property, value: texts.map(String) }];
};

function selectorText(graph: Graph, selector: Value): string | undefined {
  const namespace = graph.text(attributeOf(selector, "namespace"));
  const labels = graph.follow(attributeOf(selector, "labels"));
  if (namespace === undefined) return undefined;
  if (labels.kind !== "object") return `{ namespace: ${yaml(namespace)} }`;
  const pairs = [...labels.entries].map(([name, value]) => `${yaml(name)}: ${yaml(graph.text(value) ?? "")}`);
  return `{ namespace: ${yaml(namespace)}, labels: { ${pairs.join(", ")} } }`;
}

/** A cache on the host, with the VPC's resolver as the second server. */
const userData: Row = ({ resource }) => {
  const found = names(resource, /^ecs-(?<workload>[^/]+)\/Capacity\/(?<name>[^/]+)\/Resource$/);
  if (!found) return undefined;
  return [{ property: ["workloads", found.workload!, "instances", found.name!, "resolve"], value: "dnsmasq" }];
};

/** NAT gateways with everything that they need. */
const nat: Row = ({ resource }) => {
  const property = vpcProperty(resource);
  return property === undefined ? undefined : [{ property: [...property, "internet"], value: "nat" }];
};

const rows = new Map<string, Row>([
  ["aws_ecs_task_definition cpu", size("cpu")],
  ["aws_ecs_task_definition memory", size("memory")],
  ["aws_ecs_task_definition container_definitions", container],
  ["aws_ecs_task_definition volume[].efs_volume_configuration.authorization_config.access_point_id", mountThrough],
  ["add aws_iam_role_policy", mountStatement],
  ["add aws_vpc_endpoint", endpoint],
  ["add aws_security_group", along("aws_vpc_endpoint")],
  ["add aws_efs_mount_target", mountTargets],
  ["add aws_route53_resolver_rule", systemRule],
  ["add aws_route53_resolver_rule_association", systemAssociation],
  ["remove aws_route53_resolver_rule_association", forwardAssociation],
  ["aws_eks_fargate_profile selector", selectors],
  ["aws_launch_template user_data", userData],
  ["aws_launch_template user_data_base64", userData],
  ["add aws_nat_gateway", nat],
  ...["eip", "internet_gateway", "route", "route_table", "route_table_association", "subnet"].map(
    (type) => [`add aws_${type}`, along("aws_nat_gateway")] as const,
  ),
  ["aws_route_table route", along("aws_nat_gateway")],
]);
