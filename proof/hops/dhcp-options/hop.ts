/** The tasks' VPC uses AmazonProvidedDNS or no DHCP options: other name servers bypass every resolver rule (VPC-04). */
import { answerIn } from "../../aws/dns/resolvers";
import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { amazonProvidedDns, isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { list, literal } from "../../graph/model";
import { fails, type Fix, passes, unknown } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { efsNames } from "../../workloads/mounted-name";
import { vpcOfPath } from "../../workloads/path-place";
import { type Hop, sameVpcAndFileSystem } from "../hop";
import { unknownVpc } from "../unknown-vpc";

export const dhcpOptions: Hop<"dhcp-options"> = {
  name: "dhcp-options",
  sameFor: sameVpcAndFileSystem,
  evaluate(path: MountPath, facts: Facts) {
    const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
    if (!vpc) return unknownVpc("VPC-04", path);
    const { resource } = vpc.dhcp;
    const [name] = efsNames(facts, path, vpc);
    const { verdict, detail, resolveBy = resource } = answerIn(facts, vpc.dhcpAlone, name);
    if (verdict === "no") return fails("VPC-04", resource, detail, fixes(vpc));
    if (verdict === "yes") return passes("VPC-04", resource, `${vpc.name} uses AmazonProvidedDNS`);
    const known = !isUnknownFact(vpc.dhcpServers);
    return unknown("VPC-04", resource, known ? detail : `the name servers of ${vpc.name} are not known`, resolveBy);
  },
};

function fixes({ dhcp }: Vpc): Fix[] {
  const { options, association } = dhcp;
  const found: Fix[] = [];
  if (options?.mode === "managed") {
    found.push({
      description: `set domain_name_servers of ${options.address} to ["${amazonProvidedDns}"]`,
      changes: [
        { kind: "set", resource: options, attribute: "domain_name_servers", value: list([literal(amazonProvidedDns)]) },
      ],
    });
  }
  if (association) {
    found.push({ description: `remove ${association.address}`, changes: [{ kind: "remove", resource: association }] });
  }
  return found;
}
