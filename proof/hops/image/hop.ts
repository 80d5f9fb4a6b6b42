/**
 * Checks that every image of the task can be pulled, through endpoints and an S3 gateway or over the internet (EP-01 to
 * EP-09).
 */
import { propertyIgnoringCase } from "../../aws/attributes/block";
import { type EcrRegistry, type Registry, registryOf, servedByEndpoints } from "../../aws/ecr/image";
import { cacheRuleOf } from "../../aws/ecr/repository";
import { askPolicy } from "../../aws/iam/policy";
import { policyDocument } from "../../aws/iam/policy-document";
import { type VpcEndpoint } from "../../aws/network/vpc-endpoint";
import { awsSuffix } from "../../dns/name";
import { type Facts } from "../../facts";
import { statementFix } from "../../fixes/endpoint-fix";
import { settling } from "../../graph/describe";
import { isNull, list, literal, type Value } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { partitionOf, partitionOfRegion } from "../../partitions";
import { elsewhere } from "../../service-access/central-endpoint";
import { filteredName } from "../../service-access/filtered-name";
import { forwardedName } from "../../service-access/forwarded-name";
import { overFamily } from "../../service-access/ip-family";
import { reachS3 } from "../../service-access/s3-access";
import { reachOutside, reachService } from "../../service-access/service-access";
import { endpointPolicies } from "../../task-start/endpoint-policy";
import { executionRoleLacks } from "../../task-start/execution-role";
import { decryptNeeds, unknownKeys } from "../../task-start/secret-key";
import { secretNeeds, secretsWithinReach } from "../../task-start/secrets";
import { type MountPath } from "../../workloads/mount-path";
import { Position, wherever } from "../../workloads/task-position";
import { type Hop } from "../hop";
import { environmentNeeds, environmentWithinReach } from "./environment-files";
import { pullNeeds } from "./registry-needs";
import { scratchDiskKey } from "./scratch-disk";

export const image: Hop<"image"> = {
  name: "image",
  asksForAnyVolume: true,
  evaluate(path: MountPath, facts: Facts) {
    const { workload, volume } = path;
    const at = Position.of(facts, path);
    const answers = wherever(facts, path, "EP-01", (from) =>
      workload.containers.flatMap((container) => [
        pull(from, container.image),
        ...secretsWithinReach(from, container),
        ...environmentWithinReach(from, container),
        ...endpointPolicies(from, () => [
          ...pullNeeds(facts, container.image, from.region),
          ...secretNeeds(from, container, true),
          ...environmentNeeds(from, container).filter(({ rule }) => rule === undefined),
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
        ...decryptNeeds(at, container),
        ...environmentNeeds(at, container),
      ]);
    answers.push(executionRoleLacks(path, facts, workload.containers, needs));
    for (const container of workload.containers) answers.push(...unknownKeys(at, container));
    answers.push(scratchDiskKey(path, facts));
    const bad = worst(answers);
    if (bad) return bad;
    const names = workload.containers.map((container) => facts.graph.text(container.image) ?? "an image");
    const detail = `${names.join(", ") || "every image"} can be pulled from ${at.subnet.name}${overFamily(facts, at.subnet)}`;
    return passes("EP-01", volume.resource.address, detail);
  },
};

/** The endpoints that the ECS agent of a container instance uses (EP-02). */
const agentServices = ["ecs", "ecs-agent", "ecs-telemetry"] as const;

/** Reports a blocked endpoint under its own rule, and a missing route under the rule of the agent. */
function agentReach(from: Position, service: string): HopAnswer | undefined {
  const answer = reachService(from, service);
  return answer?.rule === "EP-01" ? { ...answer, rule: "EP-02" } : answer;
}

function pull(at: Position, value: Value): HopAnswer | undefined {
  const registry = registryOf(at.facts, value);
  if (!registry) return pullUnknown(at, at.facts.graph.follow(value));
  return pullFrom(at, registry, at.facts.graph.text(value) ?? at.facts.graph.describe(value));
}

/** An unknown image may be in a registry that is not reachable from here. */
function pullUnknown(at: Position, value: Value): HopAnswer {
  const detail = `an image is not known: ${at.facts.graph.describe(value)}`;
  const resolveBy = settling(value, "the image as a literal, or the deployed state");
  return unknown("EP-09", at.path.volume.resource.address, detail, resolveBy);
}

function pullFrom(at: Position, registry: Registry, name: string): HopAnswer | undefined {
  return worst([
    wrongSuffix(at, registry, name),
    reachRegistry(at, registry, name),
    ...filteredPull(at, registry, name),
  ]);
}

/** Each partition has its own suffix, and its registries have names under this suffix only (DNS-25). */
function wrongSuffix(at: Position, registry: Registry, name: string): HopAnswer | undefined {
  const [, region, written] = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.([a-z.-]+)\//.exec(name) ?? [];
  const suffix = region === undefined ? undefined : partitionOfRegion(region)?.suffix;
  if (registry.kind !== "ecr" || suffix === undefined || written === suffix) return undefined;
  const detail = `${name} names no registry: names in ${region} end in ${suffix}, not in ${written}`;
  return fails("EP-09", at.path.volume.resource.address, detail);
}

/** The host names of an image pull, except for the ECR API, which is checked as a service. */
function* filteredPull(at: Position, registry: Registry, name: string): Iterable<HopAnswer | undefined> {
  if (registry.kind === "public") {
    const host = registry.host === "docker.io" ? "registry-1.docker.io" : registry.host;
    yield filteredName(at, host);
    yield forwardedName(at, host);
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

/** The account of the registry is unknown, so a domain list that names one account's registry may or may not match. */
function filteredRegistry(at: Position, region: string): HopAnswer | undefined {
  const answer = filteredName(at, `000000000000.dkr.ecr.${region}.${awsSuffix(region)}`);
  if (answer?.verdict !== "fails") return answer;
  const { rule, resource } = answer;
  const detail = `DNS Firewall may block the registry of ${region}, whose account is not known`;
  return unknown(rule, resource, detail, "the image as a literal, or the deployed state");
}

function reachRegistry(at: Position, registry: Registry, name: string): HopAnswer | undefined {
  if (registry.kind === "public") return reachOutside(at, `${name}, on ${registry.host}`, "EP-09");
  if (registry.host === "dual-stack") {
    const out = reachOutside(at, `${name}, which no endpoint serves,`, "EP-09");
    return out?.verdict === "fails" ? { ...out, fixes: [...otherName(at, name), ...out.fixes] } : out;
  }
  if (registry.host === "fips") return reachFips(at, name);
  if (registry.region === undefined || at.region === undefined) {
    const resolveBy = "the Region of registry and subnet, as literals, or the deployed state";
    return (
      reachOutside(at, name) &&
      unknown("EP-09", at.subnet.name, `not known whether ${name} is in this Region`, resolveBy)
    );
  }
  if (registry.region !== at.region) return reachOutside(at, `${name}, in a registry of ${registry.region}`, "EP-09");
  return worst([
    reachService(at, "ecr.api"),
    reachService(at, "ecr.dkr", /^[\w.-]+$/.exec(name.split("/")[0]!)?.[0]),
    reachLayers(at, name),
    pullThrough(at, registry, name),
  ]);
}

/**
 * AWS does not document whether an endpoint serves the FIPS name (EP-14), so only a route to the internet is certain to
 * reach it.
 */
function reachFips(at: Position, name: string): HopAnswer | undefined {
  const out = reachOutside(at, name, "EP-14");
  if (out?.verdict !== "fails") return out;
  const detail = `not known whether an endpoint for ecr.dkr serves the FIPS name of ${name}, and ${at.wayOut.detail}`;
  return unknown("EP-14", out.resource, detail, "an image whose registry name has no -fips");
}

/** The registry's older name, which endpoints serve. */
function otherName({ facts: { graph }, path: { volume, workload } }: Position, name: string): Fix[] {
  const served = servedByEndpoints(name);
  const { resource } = volume;
  const definitions = graph.json(resource.get("container_definitions"));
  if (served === undefined || workload.kind !== "ecs" || definitions.kind !== "list" || definitions.unknownRest)
    return [];
  const changed = definitions.items.map((item): Value => {
    const definition = graph.follow(item);
    const isIt = definition.kind === "object" && graph.text(propertyIgnoringCase(graph, definition, "image")) === name;
    if (!isIt) return item;
    const others = [...definition.entries].filter(([key]) => key.toLowerCase() !== "image");
    return { ...definition, entries: new Map([...others, ["image", literal(served)]]) };
  });
  const value: Value = { kind: "json", of: list(changed) };
  return [
    {
      description: `pull ${served} in ${resource.address}`,
      changes: [{ kind: "set", resource, attribute: "container_definitions", value }],
    },
  ];
}

/** ECR stores layers in S3 (EP-03, EP-04). */
function reachLayers(at: Position, name: string): HopAnswer | undefined {
  const { region } = at;
  const throughGateway = () => reachS3(at, `the layers of ${name}`, (gateway) => letsLayers(at, gateway));
  // A private zone may resolve S3's names to an interface endpoint in another VPC (EP-12).
  const central = region === undefined ? undefined : elsewhere(at, "s3", layersHost(region), throughGateway);
  if (central) return central.answer ?? worst(at.servingEndpoints("s3").map((one) => letsLayers(at, one)));
  return worst([throughGateway(), region === undefined ? undefined : forwardedName(at, layersHost(region))]);
}

/** Checks whether an endpoint policy allows access to ECR's image layers (EP-04). */
function letsLayers(at: Position, endpoint: VpcEndpoint): HopAnswer | undefined {
  const { graph } = at.facts;
  const { resource, policy } = endpoint;
  if (isNull(graph.follow(policy))) return undefined;
  const bucket = `arn:${partitionOf(at.region)}:s3:::prod-${at.region}-starport-layer-bucket/`;
  const document = policyDocument(graph, policy);
  const caller = { kind: "anonymous" } as const;
  const request = { action: "s3:GetObject", resource: literal(`${bucket}layer`), caller, context: new Map() };
  const { allow, deny } = askPolicy(graph, document, request, "identity");
  const isPrincipal = askPolicy(graph, document, request, "resource").allow.answer === "yes";
  if (allow.answer === "yes" && deny.answer === "no" && !isPrincipal) {
    // ECR signs the addresses of layers, and AWS's own example of the policy allows everybody (ECR vpc-endpoints.html).
    const detail = `its policy allows s3:GetObject on ${bucket}* to some principals only: not known whether ECR's requests are among them`;
    return unknown("EP-04", resource.address, detail, `Principal = "*" in the policy of ${resource.address}`);
  }
  if (allow.answer === "yes" && deny.answer === "no") return undefined;
  if (allow.answer === "no" || deny.answer === "yes") {
    const detail = `its policy doesn't allow s3:GetObject on ${bucket}*, where ECR stores image layers`;
    return fails(
      "EP-04",
      resource.address,
      detail,
      statementFix(at, endpoint, ["s3:GetObject"], literal(`${bucket}*`)),
    );
  }
  const open = (allow.open ?? deny.open)?.expression ?? "its policy";
  return unknown(
    "EP-04",
    resource.address,
    `not known whether its policy allows s3:GetObject on ECR's image layers: ${open}`,
    open,
  );
}

/** ECR pulls images that are missing in a cache over the internet, through the task's route (EP-09). */
function pullThrough(at: Position, registry: EcrRegistry, name: string): HopAnswer | undefined {
  const rule = cacheRuleOf(at.facts, registry);
  return (
    rule &&
    reachOutside(at, `${name}, which needs internet access for the first pull through ${rule.address},`, "EP-09")
  );
}
