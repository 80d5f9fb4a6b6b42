/** Every image of the task can be pulled: endpoints and S3 gateway, or a way out (EP-01…09). */
import { partitionOf } from "../aws/account";
import { alive, property } from "../aws/block";
import { type Registry, registryOf, servedByEndpoints } from "../aws/image";
import { askPolicy } from "../aws/policy";
import { policyDocument } from "../aws/policy-document";
import { type RouteTable, routeTablesOf } from "../aws/route-table";
import { isOnTable, type VpcEndpoint } from "../aws/vpc-endpoint";
import { awsSuffix } from "../dns/name";
import { type Facts } from "../facts";
import { isNull, list, literal, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { elsewhere } from "./central-endpoint";
import { gatewayFix, statementFix, tableFix } from "./endpoint-fix";
import { endpointPolicies } from "./endpoint-policy";
import { executionRoleLacks, type Need } from "./execution-role";
import { filteredName } from "./filtered-name";
import { fails, type Fix, type Hop, type HopAnswer, passes, unknown, withFixes, worst } from "./hop";
import { Position, wherever } from "./position";
import { environmentNeeds, secretNeeds, secretsWithinReach } from "./secrets";
import { egress, reachOutside, reachService } from "./service-access";

export const image: Hop = {
  name: "image",
  look(path: MountPath, facts: Facts) {
    const { workload, volume } = path;
    const at = Position.of(facts, path);
    const answers = wherever(facts, path, "EP-01", (from) =>
      workload.containers.flatMap((container) => [
        pull(from, container.image),
        ...secretsWithinReach(from, container),
        ...endpointPolicies(from, () => [
          ...pullNeeds(facts, container.image, from.region),
          ...secretNeeds(from, container, true),
        ]),
      ]),
    );
    if (workload.compute === "instances") {
      answers.push(...wherever(facts, path, "EP-02", (from) => agentServices.map((one) => agentReach(from, one))));
    }
    if (workload.otherContainers) answers.push(pullUnknown(at, workload.otherContainers));
    const needs = () =>
      workload.containers.flatMap((container) => [
        ...pullNeeds(facts, container.image),
        ...secretNeeds(at, container),
        ...environmentNeeds(at, container),
      ]);
    answers.push(executionRoleLacks(path, facts, workload.containers, needs));
    const bad = worst(answers);
    if (bad) return bad;
    const names = workload.containers.map((container) => facts.graph.text(container.image) ?? "an image");
    const detail = `${names.join(", ") || "every image"} can be pulled from ${at.subnet.name}`;
    return passes("EP-01", volume.resource.address, detail);
  },
};

/** What the agent of a container instance registers with and gets its tasks from (EP-02). */
const agentServices = ["ecs", "ecs-agent", "ecs-telemetry"] as const;

/** What blocks an endpoint's own rules keep theirs; that there is no way at all is the agent's own matter. */
function agentReach(from: Position, service: string): HopAnswer | undefined {
  const answer = reachService(from, service);
  return answer?.rule === "EP-01" ? { ...answer, rule: "EP-02" } : answer;
}

/** Private ECR lets the execution role in, and nobody else. @param within which Region's registry alone */
function pullNeeds(facts: Facts, image: Value, within?: string): Need[] {
  const registry = registryOf(facts, image);
  if (registry?.kind !== "ecr" || (within !== undefined && registry.region !== within)) return [];
  const what = `pull ${facts.graph.text(image) ?? facts.graph.describe(image)}`;
  const token = { actions: ["ecr:GetAuthorizationToken"], resources: [literal("*")], what };
  const text = facts.graph.text(image);
  const [, account, region, repository] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.[^/]+\/([^:@]+)/.exec(text ?? "") ?? [];
  if (repository === undefined) return [token];
  const arn = literal(`arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${repository}`);
  return [token, { actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], resources: [arn], what }];
}

function pull(at: Position, value: Value): HopAnswer | undefined {
  const registry = registryOf(at.facts, value);
  if (!registry) return pullUnknown(at, at.facts.graph.follow(value));
  return pullFrom(at, registry, at.facts.graph.text(value) ?? at.facts.graph.describe(value));
}

/** It may live anywhere, in a registry that no way out of here leads to as well. */
function pullUnknown(at: Position, value: Value): HopAnswer {
  const detail = `an image is not known: ${at.facts.graph.describe(value)}`;
  return unknown("EP-09", at.path.volume.resource.address, detail, "the image as a literal, or the deployed state");
}

function pullFrom(at: Position, registry: Registry, name: string): HopAnswer | undefined {
  return worst([reachRegistry(at, registry, name), ...filteredPull(at, registry, name)]);
}

/** The names that a pull asks for, those of ECR's API left aside, which is asked for as a service. */
function* filteredPull(at: Position, registry: Registry, name: string): Iterable<HopAnswer | undefined> {
  if (registry.kind === "public") {
    yield filteredName(at, registry.host === "docker.io" ? "registry-1.docker.io" : registry.host);
    return;
  }
  const region = registry.kind === "ecr" ? registry.region : at.region;
  const host = /^[\w.-]+$/.exec(name.split("/")[0]!)?.[0];
  if (host !== undefined) yield filteredName(at, host);
  if (region === undefined) return;
  if (host === undefined) yield filteredRegistry(at, region);
  yield filteredName(at, layersHost(region));
}

function layersHost(region: string): string {
  return `prod-${region}-starport-layer-bucket.s3.${region}.${awsSuffix(region)}`;
}

/** Of an account that is not known: a list that names one account's registry may be of that one, or not. */
function filteredRegistry(at: Position, region: string): HopAnswer | undefined {
  const answer = filteredName(at, `000000000000.dkr.ecr.${region}.${awsSuffix(region)}`);
  if (answer?.verdict !== "fails") return answer;
  const { rule, resource } = answer;
  const detail = `DNS Firewall may block the registry of ${region}, whose account is not known`;
  return unknown(rule, resource, detail, "the image as a literal, or the deployed state");
}

function reachRegistry(at: Position, registry: Registry, name: string): HopAnswer | undefined {
  if (registry.kind === "public") return reachOutside(at, `${name}, on ${registry.host}`, "EP-09");
  if (registry.kind === "ecr-dual-stack") {
    const out = reachOutside(at, `${name}, which no endpoint serves,`, "EP-09");
    return out?.verdict === "fails" ? { ...out, fixes: [...otherName(at, name), ...out.fixes] } : out;
  }
  if (registry.region === undefined || at.region === undefined) {
    const settle = "the Region of registry and subnet, as literals or in the deployed state";
    return (
      reachOutside(at, name) && unknown("EP-09", at.subnet.name, `not known whether ${name} is of this Region`, settle)
    );
  }
  if (registry.region !== at.region) return reachOutside(at, `${name}, in a registry of ${registry.region}`, "EP-09");
  return worst([
    reachService(at, "ecr.api"),
    reachService(at, "ecr.dkr", /^[\w.-]+$/.exec(name.split("/")[0]!)?.[0]),
    reachLayers(at, name),
    pullThrough(at, registry.repository, name),
  ]);
}

/** The registry's older name, which endpoints serve. */
function otherName({ facts: { graph }, path: { volume, workload } }: Position, name: string): Fix[] {
  const served = servedByEndpoints(name);
  const { resource } = volume;
  const definitions = graph.json(resource.get("container_definitions"));
  if (served === undefined || workload.kind !== "ecs" || definitions.kind !== "list" || definitions.rest) return [];
  const changed = definitions.items.map((item): Value => {
    const definition = graph.follow(item);
    const isIt = definition.kind === "object" && graph.text(property(graph, definition, "image")) === name;
    if (!isIt) return item;
    const others = [...definition.entries].filter(([key]) => key.toLowerCase() !== "image");
    return { ...definition, entries: new Map([...others, ["image", literal(served)]]) };
  });
  const value: Value = { kind: "json", of: list(changed) };
  return [
    {
      description: `pull ${served} in ${resource.address}`,
      terraform: `# in container_definitions\nimage = "${served}"`,
      changes: [{ kind: "set", resource, attribute: "container_definitions", value }],
    },
  ];
}

/** ECR keeps layers in S3, which a gateway endpoint takes over wherever it is on the table. */
function reachLayers(at: Position, name: string): HopAnswer | undefined {
  const { facts, region, subnet } = at;
  // A private zone may lead S3's names to an interface endpoint elsewhere, which no route table can (EP-12).
  const central =
    region === undefined ? undefined : elsewhere(at, "s3", layersHost(region), () => reachOutside(at, "S3"));
  if (central) return central.answer ?? worst(at.servingEndpoints("s3").map((one) => letsLayers(at, one)));
  const tables = routeTablesOf(facts, subnet);
  if ("kind" in tables)
    return unlessOut(at, unknown("EP-03", subnet.name, `${tables.expression} is not known`, tables.expression));
  const answers = tables.map((table) => reachLayersFrom(at, name, table));
  const [first] = answers;
  if (answers.every((answer) => answer?.verdict === first?.verdict)) return first;
  const names = tables.map((table) => table.name).join(" and ");
  const open = answers.find((answer) => answer?.verdict === "unknown");
  return open ?? unknown("EP-03", subnet.name, "not known which route table it has", `which of ${names} it has`);
}

function reachLayersFrom(at: Position, name: string, table: RouteTable): HopAnswer | undefined {
  const { facts, subnet } = at;
  const gateways = at.endpointsFor("s3").filter(({ type }) => type === "Gateway");
  const hung = gateways.map((gateway) => [gateway, isOnTable(facts, gateway, table)] as const);
  const [own] = hung.find(([, answer]) => answer === "yes") ?? [];
  if (own) return throughGateway(at, own);
  const [likely] = hung.find(([, answer]) => answer === "unknown") ?? [];
  if (likely) {
    const address = likely.resource.address;
    return unlessOut(
      at,
      unknown("EP-03", address, `not known whether it is on ${table.name}`, `route_table_ids of ${address}`),
    );
  }
  const out = reachOutside(at, `S3, which holds the layers of ${name},`);
  if (!out || out.verdict === "unknown") return out;
  const maybe = at.possibleEndpoint("s3");
  if (maybe !== undefined) {
    return unknown("EP-03", subnet.name, `no S3 gateway that is known of, and ${at.wayOut.detail}`, maybe);
  }
  const [gateway] = gateways;
  if (gateway) {
    const detail = `is not on ${table.name}, the table of ${subnet.name}, and ${at.wayOut.detail}`;
    return fails("EP-03", gateway.resource.address, detail, tableFix(at, gateway, table));
  }
  const [other] = at.endpointsFor("s3");
  const fixes = gatewayFix(at, table);
  if (other) {
    const detail = "is an interface endpoint, and ECR's layers need a gateway for S3";
    return fails("EP-03", other.resource.address, detail, fixes);
  }
  return withFixes(out, fixes);
}

/** What is open about endpoints matters only where there is no way out. */
function unlessOut(at: Position, answer: HopAnswer): HopAnswer | undefined {
  return reachOutside(at, "S3") ? answer : undefined;
}

function throughGateway(at: Position, gateway: VpcEndpoint): HopAnswer | undefined {
  const out = egress(at, { service: at.serviceName("s3")! }, "S3, which has public addresses behind its gateway, too");
  return out ?? letsLayers(at, gateway);
}

/** Whether an endpoint's policy lets ECR's layers through (EP-04). */
function letsLayers(at: Position, endpoint: VpcEndpoint): HopAnswer | undefined {
  const { graph } = at.facts;
  const { resource, policy } = endpoint;
  if (isNull(graph.follow(policy))) return undefined;
  const bucket = `arn:${partitionOf(at.region)}:s3:::prod-${at.region}-starport-layer-bucket/`;
  const { allow, deny } = askPolicy(
    graph,
    policyDocument(graph, policy),
    {
      action: "s3:GetObject",
      resource: literal(`${bucket}layer`),
      caller: { kind: "anonymous" },
      context: new Map(),
    },
    "identity",
  );
  if (allow.answer === "yes" && deny.answer === "no") return undefined;
  if (allow.answer === "no" || deny.answer === "yes") {
    const detail = `its policy doesn't allow s3:GetObject on ${bucket}*, where ECR keeps layers`;
    return fails(
      "EP-04",
      resource.address,
      detail,
      statementFix(at, endpoint, ["s3:GetObject"], literal(`${bucket}*`)),
    );
  }
  const open = (allow.open ?? deny.open)?.expression ?? "its policy";
  return unknown("EP-04", resource.address, `not known whether its policy allows ECR's layers: ${open}`, open);
}

/** ECR fetches what a cache lacks over the internet, on the task's way (EP-09). */
function pullThrough(at: Position, repository: string | undefined, name: string): HopAnswer | undefined {
  const { graph } = at.facts;
  if (repository === undefined) return undefined;
  const rule = alive(graph.all("aws_ecr_pull_through_cache_rule")).find((one) => {
    const prefix = graph.text(one.get("ecr_repository_prefix"));
    return prefix !== undefined && (prefix === "ROOT" || repository.startsWith(`${prefix}/`));
  });
  return rule && reachOutside(at, `${name}, whose first pull through ${rule.address} needs the internet,`, "EP-09");
}
