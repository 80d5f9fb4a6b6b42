import { type AwsRule, each, stack } from "../rule";
import { texts } from "../stacks";

export const rule: AwsRule = {
  fact: "a route to a transit gateway is refused before the VPC is attached to it: InvalidTransitGatewayID.NotFound",
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/10025",
  check: each("aws_route", ({ args }) => {
    if (args["transit_gateway_id"] === undefined) return undefined;
    const waits = texts(args["depends_on"]).some((one) => one.startsWith("aws_ec2_transit_gateway_vpc_attachment."));
    return waits ? undefined : "does not depend on an attachment";
  }),
  fails: {
    "s/aws_route.there: does not depend on an attachment": stack({
      "aws_route.there": { transit_gateway_id: "tgw-1" },
    }),
  },
  passes: [
    stack({ "aws_route.out": { nat_gateway_id: "nat-1" } }),
    stack({
      "aws_route.there": { transit_gateway_id: "tgw-1", depends_on: ["aws_ec2_transit_gateway_vpc_attachment.one"] },
    }),
  ],
};
