import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "a Fargate profile has one to five selectors, each with a namespace and at most five labels",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateFargateProfile.html",
  check: each("aws_eks_fargate_profile", ({ args }) => {
    const selectors = blocks(args["selector"]);
    if (selectors.length < 1 || selectors.length > 5) return `has ${selectors.length} selectors, EKS takes 1 to 5`;
    if (selectors.some(({ namespace }) => typeof namespace !== "string")) return "has a selector without a namespace";
    return selectors.some(({ labels }) => Object.keys(labels ?? {}).length > 5) ? "has more than 5 labels" : undefined;
  }),
  fails: {
    "s/aws_eks_fargate_profile.web: has 0 selectors, EKS takes 1 to 5": profile(),
    "s/aws_eks_fargate_profile.web: has a selector without a namespace": profile({ labels: {} }),
    "s/aws_eks_fargate_profile.web: has more than 5 labels": profile({
      namespace: "web",
      labels: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, "1"])),
    }),
  },
  passes: [profile({ namespace: "web" })],
};

function profile(...selectors: readonly object[]) {
  return stack({ "aws_eks_fargate_profile.web": { selector: selectors } });
}
