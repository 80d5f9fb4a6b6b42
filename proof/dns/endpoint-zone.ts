import { awsSuffix } from "./name";

/** Services whose private name is not simply `<service>.<region>.<suffix>` (EP-01, EP-02, EP-11). */
const hostOf: Readonly<Record<string, string>> = {
  "ecr.api": "api.ecr",
  "ecr.dkr": "dkr.ecr",
  "ecs-agent": "ecs-a",
  "ecs-telemetry": "ecs-t",
};

/** Services whose private name lies below `api.aws`. */
const belowApiAws = new Set(["eks-auth"]);

/**
 * The zone that AWS makes for an interface endpoint with private DNS: of `com.amazonaws.us-east-1.ecr.api` it is
 * `api.ecr.us-east-1.amazonaws.com`.
 *
 * @returns undefined where the service is not one of AWS's own, whose private name only its owner knows
 */
export function endpointZoneName(serviceName: string): string | undefined {
  const match = /^(?:cn\.)?com\.amazonaws\.([a-z]{2}[a-z0-9-]*-\d+)\.([a-z0-9.-]+)$/.exec(serviceName);
  if (!match) return undefined;
  const [, region, service] = match as unknown as [string, string, string];
  if (belowApiAws.has(service)) return `${service}.${region}.api.aws`;
  return `${hostOf[service] ?? service}.${region}.${awsSuffix(region)}`;
}
