import { awsSuffix } from "./name";

/** Services whose private name differs from `<service>.<region>.<suffix>` (EP-01, EP-02, EP-11). */
const hostOf: Readonly<Record<string, string>> = {
  "ecr.api": "api.ecr",
  "ecr.dkr": "dkr.ecr",
  "ecs-agent": "ecs-a",
  "ecs-telemetry": "ecs-t",
};

/** Services whose private name is in `api.aws`. */
const belowApiAws = new Set(["eks-auth"]);

/**
 * The zone that AWS creates for an interface endpoint with private DNS: `api.ecr.us-east-1.amazonaws.com` for `ecr.api`
 * in us-east-1.
 * @param service without partition and Region: `ecr.api`, `logs`
 * @returns undefined for services of others, whose private names only their owners know
 */
export function endpointZoneName(service: string, region: string): string | undefined {
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(service) || service.startsWith("vpce.")) return undefined;
  if (belowApiAws.has(service)) return `${service}.${region}.api.aws`;
  const host = Object.hasOwn(hostOf, service) ? hostOf[service] : service;
  return `${host}.${region}.${awsSuffix(region)}`;
}
