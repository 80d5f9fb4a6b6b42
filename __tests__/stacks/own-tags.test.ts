import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

interface Provider {
  readonly default_tags: readonly { readonly tags: Readonly<Record<string, string>> }[];
}

test("a stack has the tags of its part of the file in place of common tags of the same key, and no other part's", () => {
  const stacks = synthFile(variants["tags of the shared network, VPCs and workloads"]!);
  const tagsOf = (name: string) => {
    const { provider } = JSON.parse(stacks[name]!.json) as { provider: { aws: readonly Provider[] } };
    return provider.aws.map(({ default_tags: [set] }) => set?.tags);
  };
  const common = { CostCenter: "1234", Team: "platform" };
  expect(tagsOf("shared-network")).toEqual([{ ...common, Team: "network", "mountpath:stack": "shared-network" }]);
  expect(tagsOf("vpc-apps")).toEqual([{ ...common, Stage: "prod", "mountpath:stack": "vpc-apps" }]);
  expect(tagsOf("ecs-web")).toEqual([{ ...common, Team: "web: a/b", "mountpath:stack": "ecs-web" }]);
  expect(tagsOf("eks-platform")).toEqual([{ ...common, Team: "web: a/b", "mountpath:stack": "eks-platform" }]);
});
