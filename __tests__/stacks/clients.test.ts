import { exampleNamed } from "../support/examples";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { changed, type File } from "../support/variants";

/** Security group rules of one direction: the group, the peer, and the port. */
function rules({ resource }: SynthesizedStack, direction: "ingress" | "egress"): string[] {
  return Object.values(resource[`aws_vpc_security_group_${direction}_rule`] ?? {}).map((rule) => {
    const other = rule["cidr_ipv4"] ?? rule["referenced_security_group_id"];
    return `${String(rule["security_group_id"])} ${String(other)} ${String(rule["from_port"])}`;
  });
}

const group = (name: string) => `\${aws_security_group.${name}.id}`;

/** The example's service, and another service that connects to it. */
function withClient(settings: Record<string, unknown>): SynthesizedStack {
  const file = changed(({ workloads }: File) => {
    const { services } = workloads!["web"] as unknown as { services: Record<string, Record<string, unknown>> };
    services["nginx"] = { ...services["nginx"], ...settings };
    services["api"] = { image: services["nginx"]["image"], ports: [8080], allowFrom: ["10.10.0.0/16"] };
  });
  return synthFile(file)["ecs-web"]!;
}

describe("clients of a service", () => {
  test("that are named can reach every port of its tasks, and may send there", () => {
    const stack = withClient({ ports: [80, 9090], allowFrom: ["api"] });
    for (const port of [80, 9090]) {
      expect(rules(stack, "ingress")).toContain(`${group("nginx")} ${group("api")} ${port}`);
      expect(rules(stack, "egress")).toContain(`${group("api")} ${group("nginx")} ${port}`);
    }
  });

  test("that are ranges can reach its ports, and no other client can", () => {
    const stack = withClient({ allowFrom: ["10.3.0.0/16"] });
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith(group("nginx")))).toEqual([
      `${group("nginx")} 10.3.0.0/16 80`,
    ]);
    expect(rules(stack, "egress").filter((rule) => rule.startsWith(group("api")))).toEqual([
      `${group("api")} 0.0.0.0/0 443`,
    ]);
  });

  test("can reach its load balancer by name, on the listener's port", () => {
    const stack = withClient({ loadBalancer: { allowFrom: ["api", "10.3.0.0/16"] } });
    const balancer = group("nginx_load-balancer");
    expect(rules(stack, "ingress")).toEqual(
      expect.arrayContaining([`${balancer} ${group("api")} 80`, `${balancer} 10.3.0.0/16 80`]),
    );
    expect(rules(stack, "egress")).toContain(`${group("api")} ${balancer} 80`);
  });
});

test("the tasks' security groups are an output, for rules of other Terraform", () => {
  const { output } = synthFile(exampleNamed("load-balanced"))["ecs-web"]!;
  expect(output["task_security_group_ids"]!.value).toEqual({
    api: group("api"),
    migrate: group("migrate"),
    nginx: group("nginx"),
    report: group("report"),
  });
});

test("the example's own services reach each other by their discovery names", () => {
  const stack = synthFile(exampleNamed("load-balanced"))["ecs-web"]!;
  expect(rules(stack, "ingress")).toContain(`${group("api")} ${group("nginx")} 8080`);
  expect(rules(stack, "egress")).toContain(`${group("nginx")} ${group("api")} 8080`);
});
