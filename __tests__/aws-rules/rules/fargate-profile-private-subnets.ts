import { routesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "a Fargate profile takes private subnets alone: none with a route to an internet gateway",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html",
  check: each("aws_eks_fargate_profile", (profile, stacks) => {
    const open = stacks
      .referred(profile, profile.args["subnet_ids"], "aws_subnet")
      .find((subnet) => routesOf(stacks, subnet)?.some(({ args }) => args["gateway_id"] !== undefined));
    return open && `${open.address} has a route to an internet gateway`;
  }),
  fails: { "s/aws_eks_fargate_profile.web: s/aws_subnet.a has a route to an internet gateway": profile("gateway_id") },
  passes: [profile("nat_gateway_id")],
};

function profile(target: string) {
  return stack({
    "aws_eks_fargate_profile.web": { subnet_ids: ["${aws_subnet.a.id}"] },
    "aws_subnet.a": {},
    "aws_route_table.a": {},
    "aws_route_table_association.a": { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
    "aws_route.out": { route_table_id: "${aws_route_table.a.id}", [target]: "${aws_other.one.id}" },
  });
}
