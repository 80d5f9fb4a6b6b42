/**
 * Private DNS of an endpoint together with a private zone of the same name in the VPC (EP-13): AWS refuses the second
 * of the two with ConflictingDomainExists (terraform-provider-aws#37783).
 */
import { allVpcs } from "../../aws/dns/vpc-dns";
import { labelsOf, nameOf } from "../../dns/name";
import { isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const privateDnsBesideZone: FindingCheck = {
  name: "private-dns-beside-zone",
  rules: ["EP-13"],
  *find(facts: Facts): Iterable<Finding> {
    for (const vpc of allVpcs(facts)) {
      // Few VPCs have private zones; the endpoints of all other VPCs are not read.
      if (vpc.zones.length === 0) continue;
      for (const { domain, mayBe, resource, profile } of vpc.endpoints) {
        if (profile) continue;
        if (isUnknownFact(domain) || mayBe) continue;
        const name = nameOf(labelsOf(domain));
        const zone = vpc.zones.find((one) => !isUnknownFact(one.domain) && nameOf(labelsOf(one.domain)) === name);
        // Zones of a Route 53 Profile apply to the VPC without a zone association.
        if (!zone || zone.mayBe || zone.source.type.startsWith("aws_route53profiles_")) continue;
        yield {
          rule: "EP-13",
          severity: "error",
          resource,
          detail: `has private DNS for ${name} in ${vpc.name}, where ${zone.resource} is a private zone of the same name: AWS refuses to have both`,
          fix: `set private_dns_enabled of ${resource} to false, or remove ${zone.resource}`,
        };
      }
    }
  },
};
