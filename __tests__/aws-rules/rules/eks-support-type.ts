import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

const types = ["STANDARD", "EXTENDED"];

export const rule: AwsRule = {
  fact: "without an upgrade policy a cluster goes into extended support, which costs more for each hour, unasked",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpgradePolicyRequest.html",
  check: each("aws_eks_cluster", ({ args }) => {
    const type = blocks(args["upgrade_policy"])[0]?.["support_type"];
    return types.includes(String(type)) ? undefined : `its support type is ${String(type)}, not ${types.join(" or ")}`;
  }),
  fails: {
    "s/aws_eks_cluster.one: its support type is undefined, not STANDARD or EXTENDED": stack({
      "aws_eks_cluster.one": {},
    }),
  },
  passes: [stack({ "aws_eks_cluster.one": { upgrade_policy: { support_type: "STANDARD" } } })],
};
