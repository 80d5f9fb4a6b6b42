import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

const { resource } = synthFile(variants["tasks with public addresses, without NAT and interface endpoints"]!)[
  "ecs-web"
]!;

test("tasks of a service and of a schedule are in public subnets and have public addresses", () => {
  const service = resource["aws_ecs_service"]!["nginx"]!;
  const [target] = Object.values(resource["aws_cloudwatch_event_target"]!);
  const scheduled = (target!["ecs_target"] as { network_configuration: unknown }).network_configuration;
  for (const network of [service["network_configuration"], scheduled]) {
    const { assign_public_ip: isPublic, subnets } = network as { assign_public_ip: boolean; subnets: string[] };
    expect(isPublic).toBe(true);
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(subnet).toContain("public_subnet_ids");
  }
});

test("nobody may connect to them unless allowFrom says so", () => {
  const rules = Object.values(resource["aws_vpc_security_group_ingress_rule"] ?? {});
  expect(rules.map(({ cidr_ipv4: from, from_port: port }) => [from, port])).toEqual([["0.0.0.0/0", 80]]);
});
