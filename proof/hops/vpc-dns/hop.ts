/** `enable_dns_support` and `enable_dns_hostnames` are both required for EFS names to resolve (VPC-01). */
import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { isUnknownFact, type Maybe } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { literal } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { vpcOfPath } from "../../workloads/path-place";
import { type Hop, sameVpcAndFileSystem } from "../hop";
import { unknownVpc } from "../unknown-vpc";

export const vpcDns: Hop<"vpc-dns"> = {
  name: "vpc-dns",
  sameFor: sameVpcAndFileSystem,
  evaluate(path: MountPath, facts: Facts) {
    const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
    if (!vpc) return unknownVpc("VPC-01", path);
    const answers = [
      attribute(vpc, "enable_dns_support", vpc.dnsSupport),
      attribute(vpc, "enable_dns_hostnames", vpc.dnsHostnames),
    ];
    const fine = `enable_dns_support and enable_dns_hostnames of ${vpc.name} are on`;
    return worst(answers) ?? passes("VPC-01", vpc.name, fine);
  },
};

function attribute(vpc: Vpc, name: string, value: Maybe<boolean>): HopAnswer | undefined {
  if (value === true) return undefined;
  if (!isUnknownFact(value)) {
    return fails(
      "VPC-01",
      vpc.name,
      `${name} of ${vpc.name} is off, so no EFS name resolves in this VPC`,
      switchOn(vpc),
    );
  }
  const resolveBy = vpc.managed
    ? value.unknown
    : `${value.unknown}: a postcondition on data.aws_vpc that requires it, or add the plan or state that creates the VPC`;
  return unknown("VPC-01", vpc.name, `${name} of ${vpc.name} is not known`, resolveBy);
}

/** Sets both at once, because DNS host names require DNS support. */
function switchOn({ resource, managed, dnsSupport, dnsHostnames }: Vpc): Fix[] {
  if (!resource || !managed) return [];
  const off = [
    ...(dnsSupport === false ? ["enable_dns_support"] : []),
    ...(dnsHostnames === false ? ["enable_dns_hostnames"] : []),
  ];
  return [
    {
      description: `set ${off.join(" and ")} of ${resource.address} to true`,
      changes: off.map((name) => ({ kind: "set", resource, attribute: name, value: literal(true) })),
    },
  ];
}
