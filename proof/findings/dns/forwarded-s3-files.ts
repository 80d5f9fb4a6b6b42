/**
 * Amazon S3 Files in a VPC whose Resolver forwards on.aws (DNS-26): the names of its mount targets end in `on.aws`, so
 * a SYSTEM rule for amazonaws.com is not enough (aws/efs-utils, dist/s3files-utils.conf).
 */
import { answerIn } from "../../aws/dns/resolvers";
import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { partitionOfRegion } from "../../partitions";
import { type Finding } from "../../verdict";
import { type MountPath } from "../../workloads/mount-path";
import { mountPaths } from "../../workloads/mount-paths";
import { s3Files } from "../../workloads/other-volumes";
import { vpcOfPath } from "../../workloads/path-place";
import { type FindingCheck } from "../finding";

export const forwardedS3Files: FindingCheck = {
  name: "forwarded-s3-files",
  rules: ["DNS-26"],
  *find(facts: Facts): Iterable<Finding> {
    for (const [vpc, { workload }] of vpcsOfS3Files(facts)) {
      const region = isUnknownFact(vpc.region) ? "<region>" : vpc.region;
      const suffix = partitionOfRegion(region)?.name === "aws-cn" ? "on.amazonwebservices.com.cn" : "on.aws";
      const name = `<az_id>.fs-….s3files.${region}.${suffix}`;
      const answer = answerIn(facts, vpc, name);
      if (answer.verdict !== "no") continue;
      yield {
        rule: "DNS-26",
        severity: "warning",
        resource: answer.resource,
        detail: `${workload.address} mounts Amazon S3 Files, whose names end in ${suffix}, but ${vpc.name} does not resolve ${suffix} in AWS: ${answer.detail}`,
        fix: `associate a SYSTEM rule for ${suffix} with ${vpc.name}`,
      };
    }
  },
};

/** One path for each workload and VPC. */
function vpcsOfS3Files(facts: Facts): ReadonlyMap<Vpc, MountPath> {
  const vpcs = new Map<Vpc, MountPath>();
  for (const path of mountPaths(facts)) {
    const isS3Files =
      path.volume.otherKind === s3Files || path.volume.claim?.problems.some(({ rule }) => rule === "EKS-15");
    const vpc = isS3Files ? vpcDnsOf(facts, vpcOfPath(facts, path)) : undefined;
    if (vpc && !vpcs.has(vpc)) vpcs.set(vpc, path);
  }
  return vpcs;
}
