import { entries, items } from "../draft";
import { quote } from "../errors";
import { type Check } from "./check";

/** What services are called elsewhere, and how their endpoints are. */
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

/** Endpoints by hand are interface endpoints, by short name, once each (EP-06). */
export const checkEndpoints: Check = (draft, report) => {
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    const seen = new Set<string>();
    for (const [index, service] of items(vpc.endpoints)) {
      const path = ["workloadVpcs", name, "endpoints", index];
      const long = /^(?:[a-z]+\.)*amazonaws\.(?:[a-z0-9-]+-[0-9])\.(.+)$/.exec(service);
      if (long !== null) {
        report.error(path, `should be the service's short name, got ${quote(service)}; write '${long[1]}'`);
      } else if (service === "s3") {
        report.error(path, "is there already, got 's3': every private route table has its gateway endpoint (EP-03)");
      } else if (service === "dynamodb") {
        report.error(path, "should be an interface endpoint, got 'dynamodb', which has a gateway");
      } else if (service === "s3express") {
        report.error(path, "should be an interface endpoint, got 's3express', which has a gateway");
      } else if (Object.hasOwn(meant, service)) {
        report.error(path, `is no service's short name, got ${quote(service)}; did you mean '${meant[service]}'?`);
      } else if (seen.has(service)) {
        report.error(path, `is given twice, got ${quote(service)}; keep one (EP-06)`);
      }
      seen.add(service);
    }
  }
};
