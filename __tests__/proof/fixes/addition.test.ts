import { join } from "node:path";

import { graphOfStacks, readGraph } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { synthFile } from "../../support/synth";
import { variants } from "../../support/variants";

it("uses a variable for a resource of another stack, which can't be referenced", () => {
  const stacks = Object.entries(synthFile(variants["example"]!)).map(([stack, { json }]) => {
    const parsed = JSON.parse(json) as { resource: Record<string, Record<string, unknown>> };
    if (stack === "eks-platform") delete parsed.resource["aws_vpc_security_group_ingress_rule"];
    return [stack, parsed];
  });
  const { paths } = prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0]));
  const network = paths.find(({ stack }) => stack === "eks-platform")!.hops.find(({ hop }) => hop === "network")!;
  expect(network.terraform).toBe(
    [
      'variable "platform_cluster_security_group_id" {',
      '  description = "vpc_config[0].cluster_security_group_id of aws_eks_cluster.platform in eks-platform"',
      "  type        = string",
      "}",
      "",
      'resource "aws_vpc_security_group_ingress_rule" "content_mount-targets_from_the_cluster_security_group_of_aws_eks_cluster_platform_2049" {',
      "  security_group_id            = aws_security_group.content_mount-targets.id",
      "  referenced_security_group_id = var.platform_cluster_security_group_id",
      '  ip_protocol                  = "tcp"',
      "  from_port                    = 2049",
      "  to_port                      = 2049",
      "}",
    ].join("\n"),
  );
});

it("refers to existing resources by reference if a plan has their id", () => {
  const fixture = join(__dirname, "..", "fixtures", "forms", "existing-stack-loses-a-mount-target", "plan.json");
  const hops = prove(readGraph([fixture])).paths.flatMap((path) => path.hops);
  expect(hops.find(({ hop, fix }) => hop === "mount-target" && fix !== undefined)!.terraform).toBe(
    [
      'resource "aws_efs_mount_target" "assets_us-east-1b" {',
      "  file_system_id  = aws_efs_file_system.assets.id",
      "  subnet_id       = aws_subnet.private_b.id",
      "  security_groups = [aws_security_group.efs.id]",
      "}",
    ].join("\n"),
  );
});
