import { synthFile } from "../support/synth";
import { changed, type File, variants } from "../support/variants";

const stacks = synthFile(variants["services in existing clusters"]!);
const arn = (workload: string) => `\${data.aws_ecs_cluster.${workload}.arn}`;

test("no cluster is made, and none gets other capacity providers", () => {
  for (const { resource } of [stacks["ecs-web"]!, stacks["ecs-shop"]!]) {
    expect(Object.keys(resource)).not.toContain("aws_ecs_cluster");
    expect(Object.keys(resource)).not.toContain("aws_ecs_cluster_capacity_providers");
  }
});

test("the plan looks the cluster up by its name", () => {
  expect(stacks["ecs-shop"]!.data["aws_ecs_cluster"]!["shop"]).toMatchObject({ cluster_name: "shop" });
  const { lifecycle } = stacks["ecs-web"]!.data["aws_ecs_cluster"]!["web"] as {
    lifecycle: { postcondition: { condition: string }[] };
  };
  expect(lifecycle.postcondition.map(({ condition }) => condition)).toEqual([
    expect.stringContaining("self.status"),
    expect.stringContaining("containerInsights"),
  ]);
});

test("services, schedules, scaling and outputs name it", () => {
  const { resource, output } = stacks["ecs-shop"]!;
  const service = resource["aws_ecs_service"]!["cart"]!;
  expect(service).toMatchObject({ cluster: arn("shop"), launch_type: "FARGATE", platform_version: "1.4.0" });
  expect(service).not.toHaveProperty("capacity_provider_strategy");
  const [target] = Object.values(resource["aws_cloudwatch_event_target"]!);
  expect(target).toMatchObject({ arn: arn("shop"), ecs_target: { launch_type: "FARGATE" } });
  const [scaled] = Object.values(resource["aws_appautoscaling_target"]!);
  expect(scaled).toMatchObject({ resource_id: "service/shop/${aws_ecs_service.cart.name}" });
  expect(output["cluster_arn"]!.value).toBe(arn("shop"));
  expect(output["cluster_name"]!.value).toBe("shop");
});

test("spot names capacity providers that the cluster must have", () => {
  const file = changed(({ workloads }: File) => {
    const web = workloads!["web"] as unknown as { services: Record<string, object> };
    Object.assign(web, { cluster: "platform" });
    Object.assign(web.services["nginx"]!, { spot: { onDemandBase: 1, spotWeight: 3 } });
  });
  const service = synthFile(file)["ecs-web"]!.resource["aws_ecs_service"]!["nginx"]!;
  expect(service).not.toHaveProperty("launch_type");
  expect(service["capacity_provider_strategy"]).toMatchObject([
    { capacity_provider: "FARGATE" },
    { capacity_provider: "FARGATE_SPOT" },
  ]);
});
