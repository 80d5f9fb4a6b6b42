/** Partitions of AWS by the prefix of their Regions, with the suffix of most of their names (DNS-25). */
export interface Partition {
  readonly name: string;
  /** The prefix of its Regions. */
  readonly regions: RegExp;
  readonly suffix: string;
}

export const partitions: readonly Partition[] = [
  { name: "aws-cn", regions: /^cn-/, suffix: "amazonaws.com.cn" },
  { name: "aws-us-gov", regions: /^us-gov-/, suffix: "amazonaws.com" },
  { name: "aws-eusc", regions: /^eusc-/, suffix: "amazonaws.eu" },
  { name: "aws-iso-b", regions: /^us-isob-/, suffix: "sc2s.sgov.gov" },
  { name: "aws-iso-e", regions: /^eu-isoe-/, suffix: "cloud.adc-e.uk" },
  { name: "aws-iso-f", regions: /^us-isof-/, suffix: "csp.hci.ic.gov" },
  { name: "aws-iso", regions: /^us-iso-/, suffix: "c2s.ic.gov" },
  { name: "aws", regions: /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/, suffix: "amazonaws.com" },
];

const ofRegions = new Map<string, Partition | undefined>();

/** Undefined for a Region of an unknown partition. */
export function partitionOfRegion(region: string): Partition | undefined {
  let found = ofRegions.get(region);
  if (found === undefined && !ofRegions.has(region)) {
    found = partitions.find(({ regions }) => regions.test(region));
    if (ofRegions.size < 1000) ofRegions.set(region, found);
  }
  return found;
}

const anyOf = (texts: readonly string[]) => [...new Set(texts)].map((text) => text.replaceAll(".", "\\.")).join("|");

/** The suffixes of all partitions, for regular expressions. */
export const suffixPattern = `(?:${anyOf(partitions.map(({ suffix }) => suffix))})`;

const region = "[a-z]{2,4}(?:-[a-z]+)+-\\d+";

/**
 * `com.amazonaws.us-east-1.logs`; some services of other partitions begin with their reversed suffix:
 * `cn.com.amazonaws.…`, `eu.amazonaws.…`, `gov.ic.c2s.…` (AWS CDK, aws-ec2/lib/vpc-endpoint.ts and its tests).
 */
const endpointService = new RegExp(
  `^(?:${anyOf(["com.amazonaws", ...partitions.map(({ suffix }) => suffix.split(".").reverse().join("."))])})\\.(?:(${region})\\.)?(.+)$`,
);

/** The Region and service in an endpoint service name; undefined if it is not an AWS service. */
export function endpointServiceOf(name: string): { readonly region?: string; readonly service: string } | undefined {
  const [, region, service] = endpointService.exec(name) ?? [];
  return service === undefined ? undefined : { region, service };
}

const zone = new RegExp(`^(${region})[a-z]$`);

/** `us-east-1` for `us-east-1a`; undefined for Local Zones and for names that are not Availability Zones. */
export function regionOfZone(name: string): string | undefined {
  return zone.exec(name)?.[1];
}
/** `aws`, `aws-cn`, `aws-us-gov`; undefined if the Region or its partition is not known. */

export function partitionOf(region: string | undefined): string | undefined {
  return region === undefined ? undefined : partitionOfRegion(region)?.name;
}
