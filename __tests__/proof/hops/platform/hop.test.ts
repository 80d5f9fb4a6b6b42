import { fixtureResult } from "../fixture-result";

describe("platform", () => {
  it("passes if the platform version is omitted", () => {
    expect(fixtureResult("platform", "platform/sixteen-cpus-on-a-step")).toEqual({
      hop: "platform",
      verdict: "passes",
      rule: "ECS-01",
      resource: "aws_ecs_service.wiki",
      detail: "Fargate on Linux platform 1.4.0",
    });
  });

  it("fails on a platform version before 1.4.0", () => {
    expect(fixtureResult("platform", "seeds/platform-version-1-3-0")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-01",
      resource: "aws_ecs_service.grafana",
      detail: "platform 1.3.0 can't mount EFS volumes, 1.4.0 and later can",
      fix: "set platform_version of aws_ecs_service.grafana to 1.4.0",
      terraform: '# in aws_ecs_service.grafana\nplatform_version = "1.4.0"',
    });
  });

  it("fails on a platform version before 1.4.0 of a scheduled task", () => {
    expect(fixtureResult("platform", "forms/scheduled-task-on-1-3-0")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-01",
      resource: "aws_cloudwatch_event_target.compaction",
      detail: "platform 1.3.0 can't mount EFS volumes, 1.4.0 and later can",
      fix: "set platform_version of aws_cloudwatch_event_target.compaction to 1.4.0",
      terraform: '# in aws_cloudwatch_event_target.compaction, ecs_target\nplatform_version = "1.4.0"',
    });
  });

  it("fails if only the cluster's default strategy specifies Fargate", () => {
    expect(fixtureResult("platform", "forms/clusters-default-strategy-on-1-3-0")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-01",
      resource: "aws_ecs_service.prometheus",
      detail: "platform 1.3.0 can't mount EFS volumes, 1.4.0 and later can",
      fix: "set platform_version of aws_ecs_service.prometheus to 1.4.0",
      terraform: '# in aws_ecs_service.prometheus\nplatform_version = "1.4.0"',
    });
  });

  it("is unknown for a platform version that is known only after apply", () => {
    expect(fixtureResult("platform", "platform/version-known-only-after-apply")).toEqual({
      hop: "platform",
      verdict: "unknown",
      rule: "ECS-01",
      resource: "aws_ecs_service.wiki",
      detail: "platform_version is not known: terraform_data.platform.output",
      settle: "platform_version as a literal, or the deployed state",
    });
  });

  it("fails for a Windows task", () => {
    expect(fixtureResult("platform", "platform/windows-tasks")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-01",
      resource: "aws_ecs_task_definition.wiki",
      detail: "WINDOWS_SERVER_2022_CORE can't mount EFS volumes, only Linux can",
      fix: "set operating_system_family of aws_ecs_task_definition.wiki to LINUX",
      terraform: '# in aws_ecs_task_definition.wiki, runtime_platform\noperating_system_family = "LINUX"',
    });
  });

  it("fails in another network mode than awsvpc", () => {
    expect(fixtureResult("platform", "platform/bridge-network-mode")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-06",
      resource: "aws_ecs_task_definition.wiki",
      detail: "Fargate supports only network mode awsvpc, not bridge",
      fix: "set network_mode of aws_ecs_task_definition.wiki to awsvpc",
      terraform: '# in aws_ecs_task_definition.wiki\nnetwork_mode = "awsvpc"',
    });
  });

  it("fails without CPU and memory on the task", () => {
    expect(fixtureResult("platform", "platform/size-on-the-container-only")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-06",
      resource: "aws_ecs_task_definition.wiki",
      detail: "Fargate requires cpu on the task, not only on its containers",
      fix: "set cpu of aws_ecs_task_definition.wiki to 256 and memory to 512",
      terraform: ["# in aws_ecs_task_definition.wiki", 'cpu    = "256"', 'memory = "512"'].join("\n"),
    });
  });

  it("fails if a container requires more than its task has", () => {
    expect(fixtureResult("platform", "platform/container-larger-than-its-task")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-06",
      resource: "aws_ecs_task_definition.wiki",
      detail: "wiki has 2048 MiB, more than the task's 512",
      fix: "set memory of aws_ecs_task_definition.wiki to 2048",
      terraform: '# in aws_ecs_task_definition.wiki\nmemory = "2048"',
    });
  });

  it("fails with memory that Fargate does not support with the CPU", () => {
    expect(fixtureResult("platform", "platform/half-a-cpu-with-half-a-gigabyte")).toEqual({
      hop: "platform",
      verdict: "fails",
      rule: "ECS-05",
      resource: "aws_ecs_task_definition.wiki",
      detail: "Fargate does not support 512 CPU units with 512 MiB",
      fix: "set memory of aws_ecs_task_definition.wiki to 1024",
      terraform: '# in aws_ecs_task_definition.wiki\nmemory = "1024"',
    });
  });
});
