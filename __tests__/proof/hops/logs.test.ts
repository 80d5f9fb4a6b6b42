import { fixtureResult } from "./fixture-result";

describe("logs", () => {
  it("passes with a group of its own", () => {
    expect(fixtureResult("logs", "image/all-endpoints-no-way-out")).toEqual({
      hop: "logs",
      verdict: "passes",
      rule: "ECS-09",
      resource: "aws_ecs_task_definition.ledger",
      detail: "its log drivers reach their service",
    });
  });

  it("passes without a log driver", () => {
    expect(fixtureResult("logs", "logs/no-log-configuration")).toEqual({
      hop: "logs",
      verdict: "passes",
      rule: "ECS-09",
      resource: "aws_ecs_task_definition.status",
      detail: "no log driver, so nothing to reach",
    });
  });

  it("fails without an endpoint for logs and a way out", () => {
    expect(fixtureResult("logs", "logs/endpoint-missing")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "EP-01",
      resource: "aws_route_table.app",
      detail: "logs is out of reach: aws_route_table.app has no default route",
      fix: "add an interface endpoint for logs with private DNS to aws_vpc.prod",
      terraform: [
        'resource "aws_vpc_endpoint" "logs" {',
        "  vpc_id              = aws_vpc.prod.id",
        '  service_name        = "com.amazonaws.ap-southeast-2.logs"',
        '  vpc_endpoint_type   = "Interface"',
        "  private_dns_enabled = true",
        "  subnet_ids          = [aws_subnet.app_a.id, aws_subnet.app_b.id]",
        "  security_group_ids  = [aws_security_group.endpoints.id]",
        "}",
      ].join("\n"),
    });
  });

  it("fails without an execution role", () => {
    expect(fixtureResult("logs", "logs/no-execution-role")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "ECS-09",
      resource: "aws_ecs_task_definition.status",
      detail: "Fargate requires an execution role for the log driver awslogs of status",
    });
  });

  it("fails if the driver may not create its group", () => {
    expect(fixtureResult("logs", "logs/create-group-without-the-right")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "ECS-10",
      resource: "aws_iam_role.ecs_execution",
      detail: "may not logs:CreateLogGroup, which awslogs-create-group of status takes",
      fix: "allow aws_iam_role.ecs_execution logs:CreateLogGroup",
      terraform: [
        'resource "aws_iam_role_policy" "ecs_execution_logs_CreateLogGroup" {',
        "  role   = aws_iam_role.ecs_execution.id",
        '  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:CreateLogGroup", Resource = "*" }] })',
        "}",
      ].join("\n"),
    });
  });

  it("fails with the logs of another Region and no way out", () => {
    expect(fixtureResult("logs", "logs/another-regions-logs")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route_table.app",
      detail:
        "CloudWatch Logs of us-east-1, which ledger writes to, is out of reach: aws_route_table.app has no default route",
    });
  });

  it("leaves open a right that the plan hides", () => {
    expect(fixtureResult("logs", "logs/create-group-with-a-hidden-right")).toEqual({
      hop: "logs",
      verdict: "unknown",
      rule: "ECS-10",
      resource: "aws_iam_role.ecs_execution",
      detail: "not known whether it may logs:CreateLogGroup: aws_s3_bucket.config.arn",
      settle: "aws_s3_bucket.config.arn",
    });
  });

  it("leaves open a group that nobody manages", () => {
    expect(fixtureResult("logs", "logs/group-that-nobody-manages")).toEqual({
      hop: "logs",
      verdict: "unknown",
      rule: "ECS-10",
      resource: "aws_ecs_task_definition.status",
      detail: "log group /ops/status of status is not made in what was read, nor by the driver",
      settle: "an aws_cloudwatch_log_group for /ops/status, or data.aws_cloudwatch_log_group that looks it up",
    });
  });
});
