import { fixtureResult, throughNat } from "../fixture-result";

describe("logs", () => {
  it("passes with a group of its own", () => {
    expect(fixtureResult("logs", "image/all-endpoints-no-way-out")).toEqual({
      hop: "logs",
      verdict: "passes",
      rule: "ECS-09",
      resource: "aws_ecs_task_definition.ledger",
      detail: "its log drivers can reach their service",
    });
  });

  it("passes without a log driver", () => {
    expect(fixtureResult("logs", "logs/no-log-configuration")).toEqual({
      hop: "logs",
      verdict: "passes",
      rule: "ECS-09",
      resource: "aws_ecs_task_definition.status",
      detail: "it has no log driver, so it needs no log service",
    });
  });

  it("fails without an endpoint for logs and internet access", () => {
    expect(fixtureResult("logs", "logs/endpoint-missing")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "EP-01",
      resource: "aws_route_table.app",
      detail: "logs is unreachable: aws_route_table.app has no default route",
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
      detail: "has no execution role, which it needs to write the logs of status",
      fix: "give aws_ecs_task_definition.status an execution role with AmazonECSTaskExecutionRolePolicy",
      terraform: [
        'resource "aws_iam_role" "status_execution" {',
        "  assume_role_policy = jsonencode({",
        '    Version   = "2012-10-17"',
        '    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]',
        "  })",
        "}",
        "",
        'resource "aws_iam_role_policy_attachment" "status_execution" {',
        "  role       = aws_iam_role.status_execution.id",
        '  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"',
        "}",
        "",
        "# in aws_ecs_task_definition.status",
        "execution_role_arn = aws_iam_role.status_execution.arn",
      ].join("\n"),
    });
  });

  it("prints a permission for a new resource as a policy document, which a plan shows", () => {
    expect(fixtureResult("logs", "logs/execution-role-that-only-pulls")).toMatchObject({
      verdict: "fails",
      rule: "ECS-09",
      fix: "allow aws_iam_role.task_execution logs:CreateLogStream, logs:PutLogEvents",
      terraform: [
        'data "aws_iam_policy_document" "task_execution_logs" {',
        "  statement {",
        '    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]',
        '    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]',
        "  }",
        "}",
        "",
        'resource "aws_iam_role_policy" "task_execution_logs" {',
        "  role   = aws_iam_role.task_execution.id",
        "  policy = data.aws_iam_policy_document.task_execution_logs.json",
        "}",
      ].join("\n"),
    });
  });

  it("fails if the driver may not create its log group", () => {
    expect(fixtureResult("logs", "logs/create-group-without-the-right")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "ECS-10",
      resource: "aws_iam_role.ecs_execution",
      detail: "is not allowed logs:CreateLogGroup, so the task can't create the log group of status",
      fix: "allow aws_iam_role.ecs_execution logs:CreateLogGroup",
      terraform: [
        'resource "aws_iam_role_policy" "ecs_execution_logs" {',
        "  role   = aws_iam_role.ecs_execution.id",
        "  policy = jsonencode({",
        '    Version   = "2012-10-17"',
        '    Statement = [{ Effect = "Allow", Action = ["logs:CreateLogGroup"], Resource = "*" }]',
        "  })",
        "}",
      ].join("\n"),
    });
  });

  it("fails with logs in another Region and no internet access", () => {
    expect(fixtureResult("logs", "logs/another-regions-logs")).toEqual({
      hop: "logs",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route_table.app",
      detail:
        "CloudWatch Logs of us-east-1, which ledger writes to, is unreachable: aws_route_table.app has no default route",
      ...throughNat,
    });
  });

  it("is unknown if the plan hides a permission", () => {
    expect(fixtureResult("logs", "logs/create-group-with-a-hidden-right")).toEqual({
      hop: "logs",
      verdict: "unknown",
      rule: "ECS-10",
      resource: "aws_iam_role.ecs_execution",
      detail:
        "not known whether it is allowed logs:CreateLogGroup, which the task needs to create the log group of status: aws_s3_bucket.config.arn known only after apply",
      settle:
        "aws_s3_bucket.config.arn as a literal, or the deployed state (terraform show -json); or look up its policies: " +
        "they have to allow logs:CreateLogGroup on arn:aws:logs:ap-southeast-2:${the account of the task}:log-group:/ops/status:*; " +
        "logs:CreateLogStream, logs:PutLogEvents on arn:aws:logs:ap-southeast-2:${the account of the task}:log-group:/ops/status:*",
    });
  });

  it("is unknown for a log group that is not managed", () => {
    expect(fixtureResult("logs", "logs/group-that-nobody-manages")).toEqual({
      hop: "logs",
      verdict: "unknown",
      rule: "ECS-10",
      resource: "aws_ecs_task_definition.status",
      detail: "log group /ops/status of status is not created in the input, and awslogs-create-group is not true",
      settle: "an aws_cloudwatch_log_group for /ops/status, or a data.aws_cloudwatch_log_group that looks it up",
    });
  });
});
