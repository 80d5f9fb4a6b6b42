import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { synthFile } from "../../support/synth";
import { variants } from "../../support/variants";

it("uses the older kind of rule if the group's rules do, since the two must not be mixed (TF-02)", () => {
  const stacks = Object.entries(synthFile(variants["example"]!)).map(([stack, { json }]) => {
    const parsed = JSON.parse(json) as { resource: Record<string, Record<string, Record<string, unknown>>> };
    const { resource } = parsed;
    if (stack === "eks-platform") delete resource["aws_vpc_security_group_ingress_rule"];
    if (stack === "vpc-apps") {
      delete resource["aws_vpc_security_group_ingress_rule"]!["content_from-clients"];
      resource["aws_security_group_rule"] = {
        nfs: {
          type: "ingress",
          security_group_id: "${aws_security_group.content_mount-targets.id}",
          source_security_group_id: "${aws_security_group.content_clients.id}",
          protocol: "tcp",
          from_port: 2050,
          to_port: 2050,
        },
      };
    }
    return [stack, parsed];
  });
  const { paths } = prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0]));
  const network = paths.find(({ stack }) => stack === "ecs-web")!.hops.find(({ hop }) => hop === "network")!;
  expect(network.terraform).toBe(
    [
      'resource "aws_security_group_rule" "content_mount-targets_from_content_clients_2049" {',
      '  type                     = "ingress"',
      "  security_group_id        = aws_security_group.content_mount-targets.id",
      "  source_security_group_id = aws_security_group.content_clients.id",
      '  protocol                 = "tcp"',
      "  from_port                = 2049",
      "  to_port                  = 2049",
      "}",
    ].join("\n"),
  );
});
