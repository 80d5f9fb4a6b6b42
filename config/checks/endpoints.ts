import { type Draft, entries, items } from "../draft";
import { namedServices } from "../endpoint-names";
import { type Path, quote } from "../errors";
import { didYouMean } from "../nearest";
import { endpointsOf, hasWayOut, type WrittenVpc } from "../vpc-parts";
import { ecsTasks, eksWorkloads } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Other names of services, and the types of their endpoints. */
const meant: Readonly<Record<string, string>> = {
  "api.ecr": "ecr.api",
  cloudwatch: "monitoring",
  "cloudwatch-logs": "logs",
  "dkr.ecr": "ecr.dkr",
  ecr: "ecr.api",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  eventbridge: "events",
  kinesis: "kinesis-streams",
  parameterstore: "ssm",
  "secret-manager": "secretsmanager",
  secretmanager: "secretsmanager",
  "secrets-manager": "secretsmanager",
  sfn: "states",
  "step-functions": "states",
  stepfunctions: "states",
  "systems-manager": "ssm",
};

/** An endpoint has the short name of a service and is listed once, whether it is created or exists already (EP-06). */
export const checkEndpoints: Check = (draft, report) => {
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    const existing = "vpc" in vpc ? vpc.vpc?.existingEndpoints : undefined;
    const seen = new Map<string, string>();
    for (const [index, service] of items(existing)) {
      const path = ["workloadVpcs", name, "vpc", "existingEndpoints", index];
      const problem = misnamed(service) ?? otherGateway(service) ?? (seen.has(service) ? twice : undefined);
      if (problem !== undefined) report.error(path, problem(service));
      seen.set(service, "existingEndpoints");
    }
    checkMode(["workloadVpcs", name], vpc, hasOnlyPublicTasks(draft, name), report);
    const { mode, path: place, services } = endpointsOf(vpc);
    for (const [index, service] of items(services)) {
      const path = ["workloadVpcs", name, ...place, index];
      const problem =
        misnamed(service) ??
        (service === "s3" ? thereAlready : otherGateway(service)) ??
        (mode === "central" && !namedServices.includes(service) ? unnamed : undefined) ??
        (seen.get(service) === "existingEndpoints" ? exists : seen.has(service) ? twice : undefined);
      if (problem !== undefined) report.error(path, problem(service));
      seen.set(service, seen.get(service) ?? "endpoints");
    }
  }
};

/** Without interface endpoints, workloads need another way to AWS services (EP-01). */
function checkMode(above: Path, vpc: WrittenVpc, onlyPublic: boolean, report: Report): void {
  const { mode, path, services } = endpointsOf(vpc);
  if (mode !== "none") return;
  if (items(services).length > 0) {
    report.error([...above, ...path], "should be left out, since mode: none creates no endpoints", "key");
  }
  const existing = "vpc" in vpc ? items(vpc.vpc?.existingEndpoints) : [];
  if (hasWayOut(vpc) || onlyPublic || existing.length > 0) return;
  report.error(
    [...above, "endpoints"],
    "should be own or central, since the VPC has no internet access and workloads can't reach AWS services (EP-01), got 'none'",
  );
}

/** Whether a VPC has workloads, all of them tasks with a public address. */
function hasOnlyPublicTasks(draft: Draft, vpcName: string): boolean {
  const tasks = ecsTasks(draft).filter((part) => part.vpcName === vpcName);
  const hasPods = eksWorkloads(draft).some((part) => part.vpcName === vpcName);
  return !hasPods && tasks.length > 0 && tasks.every(({ task }) => task.assignPublicIp === true);
}

type Problem = (service: string) => string;

const twice: Problem = (service) => `is listed twice, got ${quote(service)}; keep one (EP-06)`;
const exists: Problem = (service) =>
  `is in existingEndpoints too, got ${quote(service)}; a VPC can have one endpoint with private DNS per service (EP-06)`;
const unnamed: Problem = (service) =>
  `should be a service whose private DNS name is known here, for its private hosted zone, got ${quote(service)}${didYouMean(service, namedServices)}`;
const thereAlready: Problem = () =>
  "exists already, got 's3': every private route table has its gateway endpoint (EP-03)";

function misnamed(service: string): Problem | undefined {
  const long = /^(?:[a-z]+\.)*amazonaws\.(?:[a-z0-9-]+-[0-9])\.(.+)$/.exec(service);
  if (long !== null) return () => `should be the service's short name, got ${quote(service)}; write '${long[1]}'`;
  if (!Object.hasOwn(meant, service)) return undefined;
  return () => `is not the short name of a service, got ${quote(service)}; did you mean '${meant[service]}'?`;
}

function otherGateway(service: string): Problem | undefined {
  if (service !== "dynamodb" && service !== "s3express") return undefined;
  return () => `should be an interface endpoint, got '${service}', which has a gateway endpoint`;
}
