import { accountId, type Draft } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { clusterName } from "../schema/primitives";
import { type EcsPart, ecsWorkloads, servicesOf } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Properties of a workload that are settings of its cluster, each with what to do instead. */
const settings = {
  containerInsights: "set it on the cluster",
  execAudit: "configure the cluster, and add permissions for its log and key to the services",
  ephemeralStorageKmsKeyId: "set it on the cluster",
} as const;

/** An existing cluster is in the VPC's account and Region, keeps its settings, and has each service name once. */
export const checkClusters: Check = (draft, report) => {
  const seen = new Map<string, Path>();
  for (const part of ecsWorkloads(draft)) {
    const written = existingCluster(part);
    if (written === undefined) continue;
    checkSettings(part, report);
    checkPlace(draft, part, written, report);
    const account = part.vpc?.account;
    const cluster = clusterName(written);
    const owner = ecsWorkloads(draft).find(
      (other) => other.vpc?.account === account && newCluster(draft, other) === cluster,
    );
    if (owner !== undefined) {
      const message = `should be a cluster that exists already, but workload '${owner.name}' creates it; move the services there, got ${quote(written)}`;
      report.error([...part.path, "cluster"], message);
    }
    for (const { path, name, task } of servicesOf(part)) {
      const called = "formerly" in task && typeof task.formerly === "string" ? task.formerly : name;
      const key = `${account} ${cluster} ${called}`;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, path);
      else {
        const message = `should have another name, since ${formatPath(earlier)} is service '${called}' of cluster '${cluster}' already`;
        report.error(path, message, "key");
      }
    }
  }
};

function existingCluster({ workload }: EcsPart): string | undefined {
  return "cluster" in workload ? workload.cluster : undefined;
}

/** The name of the cluster that a workload creates. */
function newCluster({ name }: Draft, { name: workloadName, workload }: EcsPart): string | undefined {
  if ("cluster" in workload) return undefined;
  return `${name}-${workload.formerly ?? workloadName}`;
}

function checkSettings({ path, workload }: EcsPart, report: Report): void {
  for (const [property, remedy] of Object.entries(settings)) {
    if (!(property in workload)) continue;
    const message = `should be left out, since it is a setting of the existing cluster, which stays as it is; ${remedy}`;
    report.error([...path, property], message, "key");
  }
}

function checkPlace(draft: Draft, { path, vpc, vpcName }: EcsPart, written: string, report: Report): void {
  if (!written.startsWith("arn:")) return;
  const [, , , region, owner] = written.split(":");
  const account = accountId(draft, vpc?.account);
  const place = [...path, "cluster"];
  if (account !== undefined && owner !== account) {
    report.error(place, `should be in account ${account} like VPC '${vpcName}', got one in account ${owner}`);
  }
  if (vpc !== undefined && draft.region !== undefined && region !== draft.region) {
    report.error(place, `should be in ${draft.region} like VPC '${vpcName}', got one in ${region}`);
  }
}
