/** The endpoints of a VPC that the file names as existing, and what stands in the way of the others. */
import { listed } from "../config/nearest";
import { type Note, note, stop } from "./note";
import { type Observed, type ObservedEndpoint, type ObservedVpc } from "./observed";
import { type ChosenSubnet } from "./subnets";

export interface ChosenEndpoints {
  /** Short names, sorted. */
  readonly services: readonly string[];
  readonly notes: readonly Note[];
}

export function chooseEndpoints(
  observed: Observed,
  vpc: ObservedVpc,
  subnets: readonly ChosenSubnet[],
): ChosenEndpoints {
  const own = observed.endpoints.filter((endpoint) => endpoint.vpc === vpc.id && !/^delet/i.test(endpoint.state ?? ""));
  const services = new Set<string>();
  const notes: Note[] = [];
  const byService = grouped(own);
  for (const [service, endpoints] of byService) {
    if (service === undefined)
      notes.push(...endpoints.map((one) => note(`Left out: ${inWords(one)}, which no AWS service of the Region has.`)));
    else if (service === "s3") notes.push(...gateway(endpoints, subnets, services));
    else notes.push(...interfaces(service, endpoints, services));
  }
  return { services: [...services].sort(), notes };
}

function grouped(endpoints: readonly ObservedEndpoint[]): Map<string | undefined, ObservedEndpoint[]> {
  const found = new Map<string | undefined, ObservedEndpoint[]>();
  for (const one of endpoints) found.set(shortName(one), [...(found.get(shortName(one)) ?? []), one]);
  return found;
}

/** `com.amazonaws.us-east-1.ecr.api` → `ecr.api`; `cn.com.amazonaws.cn-north-1.ecr.api` too. */
function shortName({ service }: ObservedEndpoint): string | undefined {
  return /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+-[0-9]\.([a-z0-9]+(?:[.-][a-z0-9-]+)*)$/.exec(service)?.[1];
}

function inWords({ id, service }: ObservedEndpoint): string {
  return `${id} (${service})`;
}

/** The gateway endpoint is looked up if it is on a private route table: the table can't have a second one (EP-06). */
function gateway(
  endpoints: readonly ObservedEndpoint[],
  subnets: readonly ChosenSubnet[],
  services: Set<string>,
): Note[] {
  const gateways = endpoints.filter(({ type }) => type === "Gateway");
  const rest = endpoints
    .filter(({ type }) => type !== "Gateway")
    .map((one) => note(`Left out: ${inWords(one)}, of type ${one.type}: images need the gateway endpoint (EP-03).`));
  const tables = [...new Set(subnets.flatMap(({ table }) => table ?? []))];
  const covered = new Set(gateways.flatMap(({ routeTables }) => routeTables));
  const missing = tables.filter((table) => !covered.has(table));
  if (gateways.length === 0 || missing.length === tables.length) return rest;
  services.add("s3");
  const { id } = gateways[0]!;
  if (missing.length === 0 && gateways.length === 1) return rest;
  const what =
    missing.length > 0
      ? `${id} is not on ${listed(missing)}, so a plan fails: add it there where it is managed`
      : `${listed(gateways.map((one) => one.id))} share the private subnets, so a plan fails: keep one of them for all`;
  return [...rest, stop(`S3 gateway: ${what} (EP-03).`)];
}

function interfaces(service: string, endpoints: readonly ObservedEndpoint[], services: Set<string>): Note[] {
  if (service === "dynamodb" || service === "s3express") return [];
  const found = endpoints.filter(({ type }) => type === "Interface");
  const named = found.filter(({ privateDns }) => privateDns !== false);
  const [only] = named;
  if (only === undefined) {
    return found.map((one) => note(`Left out: ${inWords(one)}, which has no private DNS name (EP-06).`));
  }
  services.add(service);
  const waiting = only.state !== undefined && !/^available$/i.test(only.state);
  return [
    ...(found.length > 1
      ? [
          stop(
            `${service} has ${found.length} interface endpoints, so a plan fails: ${listed(found.map(({ id }) => id))}. Keep one.`,
          ),
        ]
      : []),
    ...(waiting ? [stop(`${only.id} is ${only.state}, and a plan fails until it is available.`)] : []),
  ];
}
