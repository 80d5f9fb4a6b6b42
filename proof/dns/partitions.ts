/** Partitions of AWS by the prefix of their Regions, with the suffix of most of their names (DNS-25). */
export interface Partition {
  readonly name: string;
  /** How its Regions begin. */
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

/** Undefined for a Region of no known partition. */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find(({ regions }) => regions.test(region));
}
