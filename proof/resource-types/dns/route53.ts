/** Route 53 hosted zones and AWS Cloud Map. */
import { type Service } from "../resource-type";

/** Records that only prove something, such as ownership for a certificate, which clients never ask for. */
function isProof({ type, name }: Readonly<Record<string, unknown>>): boolean {
  return type === "TXT" || type === "CAA" || (typeof name === "string" && name.startsWith("_"));
}

export const route53: Service = {
  types: {
    aws_route53_zone: {
      identity: ["zone_id"],
      referencedBy: { id: ["zone_id"] },
      destruction: { means: "its names no longer resolve, or are answered by other name servers" },
      withdraws: [
        {
          form: "loses",
          attribute: "vpc",
          member: "vpc_id",
          means: "which no longer resolves the names of the zone",
          todo: "check that nothing in the VPC needs a name of the zone",
        },
      ],
    },
    aws_route53_zone_association: {
      destruction: { means: "its VPC no longer resolves the names of the zone" },
      unique: { by: ["zone_id", "vpc_id"] },
      listedIn: [
        {
          owner: "aws_route53_zone",
          by: "zone_id",
          attribute: "vpc",
          as: { form: "block", own: "vpc_id", inBlock: "vpc_id" },
        },
      ],
    },
    aws_route53_record: {
      destruction: {
        means: "its name no longer resolves",
        onlyDeleted: true,
        isHarmless: isProof,
        shows: ["name", "type"],
      },
      withdraws: [
        {
          form: "loses",
          attribute: "records",
          means: "so its name is answered otherwise",
          todo: "check that the name is to lead elsewhere",
        },
        {
          form: "changes",
          attribute: "alias.name",
          means: "leads elsewhere",
          todo: "check that the name is to lead elsewhere",
        },
      ],
    },
    aws_service_discovery_private_dns_namespace: { destruction: { means: "names of its services no longer resolve" } },
    aws_service_discovery_service: { destruction: { means: "its name no longer resolves" } },
  },
};
