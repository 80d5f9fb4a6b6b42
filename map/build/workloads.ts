/** The nodes of workloads with their paths, below the VPC that their tasks run in. */
import { accountOf, regionOf } from "../../proof/aws/account/account";
import { type Facts } from "../../proof/facts";
import { type HopResult, type Report } from "../../proof/verdict";
import { type MountPath } from "../../proof/workloads/mount-path";
import { mountPaths } from "../../proof/workloads/mount-paths";
import { vpcOfPath } from "../../proof/workloads/path-place";
import { type Workload } from "../../proof/workloads/workload";
import { type MapPath } from "../data";
import { type FileSystemNodes } from "./file-systems";
import { type NodeList } from "./node-list";
import { type VpcNodes } from "./vpcs";
import { count, resourceFacts } from "./wording";

export interface Paths {
  readonly paths: MapPath[];
  readonly hops: HopResult[];
  /** The number of a hop of the report in `hops`. */
  readonly numberOf: (hop: HopResult) => number;
}

const computes = { fargate: "Fargate", instances: "instances (EC2)", external: "external machines" } as const;

/** @param report the report of the same graph, whose paths have the same order */
export function addWorkloads(
  facts: Facts,
  report: Report,
  nodes: NodeList,
  vpcs: VpcNodes,
  fileSystems: FileSystemNodes,
): Paths {
  const hops = new HopList();
  const paths: MapPath[] = [];
  const workloads = new Map<string, number>();
  for (const [at, path] of mountPaths(facts).entries()) {
    const result = report.paths[at]!;
    let workload = workloads.get(path.workload.id);
    if (workload === undefined) {
      workload = addWorkload(facts, nodes, vpcs, path);
      workloads.set(path.workload.id, workload);
    }
    const { parent } = nodes.at(workload);
    const vpc = parent === undefined ? undefined : nodes.at(parent).parent;
    const { container, mountPath, fileSystem, subnet, availabilityZone, verdict } = result;
    nodes.at(workload).paths!.push(paths.length);
    nodes.mark(workload, verdict);
    paths.push({
      workload,
      ...{ container, mountPath, fileSystem, subnet, availabilityZone, verdict },
      vpc: vpc !== undefined && nodes.at(vpc).kind === "vpc" ? nodes.at(vpc).name : "VPC not known",
      hops: result.hops.map((hop) => hops.numberOf(hop)),
    });
    link(nodes, vpcs, fileSystems, path, workload);
  }
  for (const workload of workloads.values()) finish(nodes, workload);
  return { paths, hops: hops.all, numberOf: (hop) => hops.numberOf(hop) };
}

function addWorkload(facts: Facts, nodes: NodeList, vpcs: VpcNodes, path: MountPath): number {
  const { graph } = facts;
  const { workload } = path;
  const { resource } = workload;
  const vpc = vpcs.of(vpcOfPath(facts, path));
  const above = vpc ?? nodes.region(accountOf(graph, resource), regionOf(graph, resource));
  const { compute } = workload;
  return nodes.add(
    {
      kind: "workload",
      name: workload.address,
      note: resource.document.name,
      stack: resource.document.name,
      facts: [
        ...resourceFacts(graph, resource).filter(([, value]) => value !== workload.address),
        ["platform", workload.kind === "ecs" ? "Amazon ECS" : "Amazon EKS"],
        ["runs on", typeof compute === "string" ? computes[compute] : `unknown (${graph.describe(compute)})`],
        ["account", accountOf(graph, resource) ?? "not known"],
        ...definitionFacts(workload),
      ],
      paths: [],
    },
    nodes.group("Workloads", above),
  );
}

function definitionFacts(workload: Workload): (readonly [string, string])[] {
  if (workload.kind === "eks") return [["namespace", workload.namespace]];
  const { taskDefinition } = workload;
  return "key" in taskDefinition ? [["task definition", taskDefinition.address]] : [];
}

const mounts = "mounts";
const mountedBy = "mounted by";

function link(nodes: NodeList, vpcs: VpcNodes, fileSystems: FileSystemNodes, path: MountPath, workload: number): void {
  const subnet = vpcs.subnet(path.subnet);
  const { fileSystem } = path;
  const file = fileSystem.kind === "resource" ? fileSystems.of(fileSystem.resource) : undefined;
  for (const [from, label, to] of [
    [workload, "runs in", subnet],
    [workload, mounts, file],
    [file, mountedBy, workload],
    [subnet, "workloads", workload],
  ] as const) {
    if (from === undefined || to === undefined) continue;
    const known = nodes.at(from).links.find(([name]) => name === label);
    if (!known) nodes.link(from, label, [to]);
    else if (!known[1].includes(to)) known[1].push(to);
  }
}

function finish(nodes: NodeList, workload: number): void {
  const { paths, facts } = nodes.at(workload);
  facts.push(["paths", count(paths!.length, "path")]);
}

/** Each different answer once: paths share most of them. */
class HopList {
  readonly all: HopResult[] = [];
  private readonly known = new Map<string, number>();

  numberOf(hop: HopResult): number {
    const key = JSON.stringify(hop);
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.all.length;
      this.all.push(hop);
      this.known.set(key, at);
    }
    return at;
  }
}
