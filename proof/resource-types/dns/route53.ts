/** Route 53 hosted zones and AWS Cloud Map. */
import { type Service } from "../resource-type";

export const route53: Service = {
  types: {
    aws_route53_zone: {
      identity: ["zone_id"],
      referencedBy: { id: ["zone_id"] },
      destruction: { means: "its names no longer resolve, or are answered by other name servers" },
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
    aws_route53_record: {},
    aws_service_discovery_private_dns_namespace: {},
    aws_service_discovery_service: {},
  },
};
