/** Whether a starting task reaches an AWS service: over an interface endpoint's private DNS, else the way out. */
import { objectOf } from "../aws/block";
import { lets, type Party } from "../aws/reach";
import { partyOf } from "../aws/reach";
import { type SecurityGroup } from "../aws/security-group";
import { type Subnet, subnetOf } from "../aws/subnet";
import { subnetOfPath, vpcOfPath } from "../aws/vpc";
import { endpointsOf, type VpcEndpoint, type VpcEndpoints } from "../aws/vpc-endpoint";
import { type WayOut, wayOut } from "../aws/way-out";
import { type Facts } from "../facts";
import { type Answer, type Resolution } from "../graph/graph";
import { isNull, list, literal, type Resource } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { fails, type Fix, type HopAnswer, unknown, worst } from "./hop";
import { openRule } from "./open-rule";
import { labelOf, referenceTo } from "./snippet";

const https = 443;

/** Where a path's task stands, as far as AWS services and registries are concerned. */
export class Position {
  readonly subnet: Subnet;
  readonly vpc: Resolution;
  readonly task: Party;
  readonly endpoints: VpcEndpoints;
  private way: WayOut | undefined;

  constructor(
    readonly facts: Facts,
    readonly path: MountPath,
  ) {
    this.subnet = subnetOfPath(facts, path);
    this.vpc = vpcOfPath(facts, path);
    this.task = partyOf(facts, path.workload.address, path.workload.securityGroups, this.subnet, this.vpc);
    this.endpoints = endpointsOf(facts, this.vpc);
  }

  get wayOut(): WayOut {
    return (this.way ??= wayOut(this.facts, this.subnet, this.publicAddress()));
  }

  /** Undefined where it is not known. */
  get region(): string | undefined {
    const { graph } = this.facts;
    const zone = this.path.zone.name;
    return zone && /^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/.test(zone) ? zone.slice(0, -1) : regionOfResource(graph, this);
  }

  /** Container instances hand out no public address to tasks of their own. */
  private publicAddress(): Answer {
    const { graph } = this.facts;
    const { workload } = this.path;
    if (workload.compute === "instances" || workload.kind === "eks") return "no";
    const text = graph.text(workload.assignPublicIp);
    if (text !== undefined) return text === "true" || text === "ENABLED" ? "yes" : "no";
    const value = graph.follow(workload.assignPublicIp);
    return isNull(value) || value.kind === "reference" ? "no" : "unknown";
  }

  endpointsFor(service: string): readonly VpcEndpoint[] {
    return this.endpoints.certain.filter((endpoint) => endpoint.service === service);
  }

  /** What may be an endpoint for the service, for all that is known: a name for it. */
  possibleEndpoint(service: string): string | undefined {
    const { certain, possible, others } = this.endpoints;
    const open = [...certain.filter((one) => one.service === undefined), ...possible].find(
      (one) => one.service === undefined || one.service === service,
    );
    return open?.resource.address ?? others?.expression;
  }
}

function regionOfResource(_graph: Facts["graph"], { subnet, path }: Position): string | undefined {
  return subnet.resource?.provider?.region ?? path.workload.resource.provider?.region;
}

/** Undefined where the task reaches the service. */
export function reachService(at: Position, service: string): HopAnswer | undefined {
  const endpoints = at.endpointsFor(service);
  const used = endpoints.filter(({ type, privateDns }) => type === "Interface" && privateDns === "yes");
  if (used.length > 0) return worst(used.map((endpoint) => reachEndpoint(at, endpoint)));
  const open = endpoints.find(({ type, privateDns }) => type === undefined || privateDns === "unknown");
  if (open) {
    const address = open.resource.address;
    const settle = `private_dns_enabled and vpc_endpoint_type of ${address}`;
    return unknown("EP-05", address, `not known whether its private DNS serves the name of ${service}`, settle);
  }
  const out = reachOutside(at, service);
  if (!out) return undefined;
  const maybe = at.possibleEndpoint(service);
  if (maybe !== undefined) {
    const settle = `${maybe}, judged along or looked up by a data source`;
    return unknown("EP-01", at.subnet.name, `no endpoint for ${service} that is known of, and ${out.detail}`, settle);
  }
  const [idle] = endpoints;
  if (idle) return withoutPrivateDns(at, idle, service, out);
  return {
    ...out,
    ...(out.verdict === "fails" ? { fixes: [...out.fixes, ...endpointFix(at, service)] } : {}),
  } as HopAnswer;
}

/** Undefined where the task reaches public addresses. */
export function reachOutside(at: Position, what: string, rule = "EP-01"): HopAnswer | undefined {
  const { answer, resource, detail, settle } = at.wayOut;
  if (answer === "no") return fails(rule, resource, `${what} is out of reach: ${detail}`, publicAddressFix(at));
  if (answer === "unknown") return unknown(rule, resource, `${what} may be out of reach: ${detail}`, settle!);
  return egress(at, { everywhere: true }, `${what}, which has public addresses`);
}

/** Undefined where the task's groups let 443 out. */
export function egress(
  at: Position,
  to: { everywhere: true } | { service: string },
  what: string,
): HopAnswer | undefined {
  const { answer, resource, open } = lets(at.facts, at.task, "egress", to, https);
  if (answer === "yes") return undefined;
  if (answer === "no") return fails("EP-08", resource, `no rule lets tcp/${https} out to ${what}`);
  return unknown("EP-08", resource, `not known whether tcp/${https} is let out to ${what}: ${open}`, open!);
}

function withoutPrivateDns(at: Position, { resource, type }: VpcEndpoint, service: string, out: HopAnswer): HopAnswer {
  const detail =
    type === "Gateway"
      ? `is of type Gateway, which ${service} doesn't have`
      : `has no private DNS, so the name of ${service} leads to public addresses`;
  if (out.verdict !== "fails") return unknown("EP-05", resource.address, `${detail}, and ${out.detail}`, settleOf(out));
  return fails("EP-05", resource.address, `${detail}, and ${at.wayOut.detail}`, interfaceFix(resource));
}

function settleOf(answer: HopAnswer): string {
  return answer.verdict === "unknown" ? answer.settle : answer.resource;
}

function reachEndpoint(at: Position, { resource, subnets, securityGroups }: VpcEndpoint): HopAnswer | undefined {
  const { facts } = at;
  const name = resource.address;
  if (resource.mode === "data" && subnets.items.length === 0) {
    return unknown(
      "EP-08",
      name,
      "its subnets and security groups are not known",
      `the plan or state that holds ${name}`,
    );
  }
  const places = subnets.items.map((subnet) => subnetOf(facts, subnet));
  if (places.length === 0 && !subnets.rest) {
    return fails("EP-07", name, "stands in no subnet, so nothing answers for it");
  }
  const parties = (places.length > 0 ? places : [at.subnet]).map((place) =>
    partyOf(facts, name, securityGroups, place, at.vpc),
  );
  return worst(parties.flatMap((party) => [side(at, at.task, "egress", party), side(at, party, "ingress", at.task)]));
}

function side(at: Position, party: Party, direction: "ingress" | "egress", other: Party): HopAnswer | undefined {
  const { answer, resource, open } = lets(at.facts, party, direction, other, https);
  const way = direction === "egress" ? `out to ${other.name}` : `in from ${other.name}`;
  if (answer === "yes") return undefined;
  if (answer === "unknown") {
    return unknown("EP-08", resource, `not known whether tcp/${https} is let ${way}: ${open}`, open!);
  }
  const groups = party.groups.map((group: SecurityGroup) => group.name).join(", ");
  const fixes = openRule(at.facts, party, direction, other, https);
  return fails("EP-08", resource, `no rule of ${groups} lets tcp/${https} ${way}`, fixes);
}

function interfaceFix(resource: Resource): Fix[] {
  if (resource.mode === "data") return [];
  return [
    {
      description: `make ${resource.address} an interface endpoint with private DNS`,
      terraform: `vpc_endpoint_type   = "Interface"\nprivate_dns_enabled = true`,
      changes: [
        { kind: "set", resource, attribute: "vpc_endpoint_type", value: literal("Interface") },
        { kind: "set", resource, attribute: "private_dns_enabled", value: literal(true) },
      ],
    },
  ];
}

/** A task in a subnet with an internet gateway needs no more than an address of its own. */
function publicAddressFix({ path, facts }: Position): Fix[] {
  const { workload, subnet } = path;
  const { resource } = workload;
  if (workload.kind !== "ecs" || workload.compute !== "fargate" || subnet.kind !== "resource") return [];
  const attribute = `${settingsOf(resource)}network_configuration.assign_public_ip`;
  const isBefore = facts.graph.text(workload.assignPublicIp) === "true";
  if (isBefore) return [];
  return [
    {
      description: `set assign_public_ip of ${resource.address} to true`,
      terraform: `network_configuration {\n  assign_public_ip = true\n}`,
      changes: [{ kind: "set", resource, attribute, value: literal(true) }],
    },
  ];
}

function settingsOf({ type }: Resource): string {
  if (type === "aws_cloudwatch_event_target") return "ecs_target.";
  return type === "aws_scheduler_schedule" ? "target.ecs_parameters." : "";
}

/** An endpoint beside those that exist, with their subnets and groups. */
function endpointFix(at: Position, service: string): Fix[] {
  const { vpc, endpoints, region, facts } = at;
  if (vpc.kind !== "resource" || vpc.resource.mode === "data" || region === undefined) return [];
  const sibling = endpoints.certain.find((one) => one.type === "Interface" && one.privateDns === "yes");
  if (!sibling || sibling.resource.mode === "data") return [];
  const prefix = region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws";
  const serviceName = `${prefix}.${region}.${service}`;
  const name = labelOf(service.replaceAll(".", "_"));
  const attributes = objectOf({
    vpc_id: { kind: "reference", to: vpc.resource.key, attribute: "id" },
    service_name: literal(serviceName),
    vpc_endpoint_type: literal("Interface"),
    private_dns_enabled: literal(true),
    subnet_ids: list(sibling.subnets.items, sibling.subnets.rest),
    security_group_ids: list(sibling.securityGroups.items, sibling.securityGroups.rest),
  }).entries;
  const copied = (attribute: string) => referenceTo(sibling.resource, attribute);
  return [
    {
      description: `add an interface endpoint for ${service} with private DNS to ${facts.graph.describe({ kind: "reference", to: vpc.resource.key, attribute: "id" }).replace(/\.id$/, "")}`,
      terraform: [
        `resource "aws_vpc_endpoint" "${name}" {`,
        `  vpc_id              = ${referenceTo(vpc.resource, "id")}`,
        `  service_name        = "${serviceName}"`,
        `  vpc_endpoint_type   = "Interface"`,
        `  private_dns_enabled = true`,
        `  subnet_ids          = ${copied("subnet_ids")}`,
        `  security_group_ids  = ${copied("security_group_ids")}`,
        `}`,
      ].join("\n"),
      changes: [{ kind: "add", beside: sibling.resource, type: "aws_vpc_endpoint", name, attributes }],
    },
  ];
}
