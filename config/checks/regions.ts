import { knownRegions, partitionOf } from "../aws";
import { type Path, quote } from "../errors";
import { didYouMean } from "../nearest";
import { type Check } from "./check";

/** Services whose resources must be in the same Region as the stacks that use them. */
const regional = ["kms", "firehose", "acm", "sns", "wafv2", "route53resolver"];

/**
 * Values that the user passes through to containers and tags are not checked, and neither is the location of the state.
 * The key of a replica is compared with the replica's Region instead.
 */
const handedThrough = new Set(["environment", "command", "entryPoint", "defaultTags", "state", "replication"]);

/** ARNs belong to the file's partition, and regional ARNs to its Region (DNS-15). */
export const checkRegions: Check = (draft, report) => {
  const { region } = draft;
  if (region === undefined) return;
  if (!knownRegions.includes(region)) {
    const meant = didYouMean(region, knownRegions);
    report.warning(["region"], `is not a known Region, got ${quote(region)}${meant}`);
  }
  for (const { path, arn } of arns(draft, [])) {
    const [, partition, service = "", arnRegion] = arn.split(":");
    if (partition !== partitionOf(region)) {
      report.error(path, `should begin with arn:${partitionOf(region)}: in ${region}, got ${quote(arn)}`);
    } else if (regional.includes(service) && arnRegion !== region) {
      report.error(path, `should be in ${region} like all stacks, got one in ${arnRegion}`);
    }
  }
};

function arns(value: unknown, path: Path): { path: Path; arn: string }[] {
  if (typeof value === "string") return value.startsWith("arn:") ? [{ path, arn: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => arns(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (handedThrough.has(key) ? [] : arns(item, [...path, key])));
}
