import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopName } from "../../../proof/verdict";
import { mountingStack } from "../../support/mounting-stack";

type Json = Record<string, unknown>;

const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/web:1";
const trusting = (service: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const pull = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const write = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** The example's service with an image in ECR, logs, and an execution role with these permissions. */
function hop(
  name: HopName,
  actions: readonly string[],
  change: (resource: Record<string, Json>) => void = () => undefined,
) {
  const { provider, resource } = mountingStack();
  const task = resource["aws_ecs_task_definition"]!["web"]!;
  const [container] = JSON.parse(String(task["container_definitions"])) as [Json];
  const options = { "awslogs-group": "${aws_cloudwatch_log_group.web.name}", "awslogs-region": "us-east-1" };
  task["container_definitions"] = JSON.stringify([
    { ...container, image, logConfiguration: { logDriver: "awslogs", options } },
  ]).replaceAll('\\"', '"');
  task["execution_role_arn"] = "${aws_iam_role.pull.arn}";
  resource["aws_cloudwatch_log_group"] = { web: { name: "/ecs/web" } };
  resource["aws_iam_role"] = { pull: { name: "pull", assume_role_policy: trusting("ecs-tasks.amazonaws.com") } };
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  resource["aws_iam_role_policy"] = {
    pull: { role: "${aws_iam_role.pull.id}", policy: JSON.stringify({ Statement: [statement] }) },
  };
  change(resource as Record<string, Json>);
  const found = prove(graphOfStacks({ web: { provider, resource } })).paths[0]!.hops.find((one) => one.hop === name)!;
  const { verdict, rule, resource: decides, detail, fix, settle } = found;
  return { verdict, rule, resource: decides, detail, fix, settle };
}

test("passes with an execution role that may pull and log", () => {
  expect(hop("image", [...pull, ...write])).toMatchObject({ verdict: "passes" });
  expect(hop("logs", [...pull, ...write])).toMatchObject({ verdict: "passes" });
});

test("fails if the execution role may not pull", () => {
  expect(hop("image", write)).toEqual({
    verdict: "fails",
    rule: "ECS-09",
    resource: "aws_iam_role.pull",
    detail: `is not allowed ecr:GetAuthorizationToken, so the task can't pull ${image}`,
    fix: `allow aws_iam_role.pull ${pull.join(", ")}`,
  });
});

test("fails if the execution role may pull only other repositories", () => {
  const other = (resource: Record<string, Json>) => {
    const statements = [
      { Effect: "Allow", Action: pull[0], Resource: "*" },
      { Effect: "Allow", Action: pull.slice(1), Resource: "arn:aws:ecr:us-east-1:222222222222:repository/api" },
    ];
    resource["aws_iam_role_policy"]!["pull"] = {
      role: "${aws_iam_role.pull.id}",
      policy: JSON.stringify({ Statement: statements }),
    };
  };
  expect(hop("image", [], other)).toMatchObject({ verdict: "fails", rule: "ECS-09" });
});

test("fails if the execution role may not write logs", () => {
  expect(hop("logs", pull)).toEqual({
    verdict: "fails",
    rule: "ECS-09",
    resource: "aws_iam_role.pull",
    detail: "is not allowed logs:CreateLogStream, so the task can't write the logs of web",
    fix: "allow aws_iam_role.pull logs:CreateLogStream, logs:PutLogEvents",
  });
});

const writesTo = (arn: string) => (resource: Record<string, Json>) => {
  const statement = { Effect: "Allow", Action: write, Resource: arn };
  resource["aws_iam_role_policy"]!["logs"] = {
    role: "${aws_iam_role.pull.id}",
    policy: JSON.stringify({ Statement: [statement] }),
  };
};

test.each(["${aws_cloudwatch_log_group.web.arn}:*", "arn:aws:logs:*:*:log-group:/ecs/*"])(
  "passes if policies name the group as %s",
  (arn) => {
    expect(hop("logs", pull, writesTo(arn))).toMatchObject({ verdict: "passes" });
  },
);

// aws/aws-cdk#5954: a log stream's ARN goes on after the group's.
test("fails if policies name the group without its streams", () => {
  expect(hop("logs", pull, writesTo("${aws_cloudwatch_log_group.web.arn}"))).toMatchObject({
    verdict: "fails",
    rule: "ECS-09",
  });
});

test("fails without an execution role if an image is in ECR", () => {
  const none = (resource: Record<string, Json>) =>
    delete (resource["aws_ecs_task_definition"]!["web"] as Json)["execution_role_arn"];
  expect(hop("image", [], none)).toMatchObject({
    verdict: "fails",
    rule: "ECS-09",
    detail: `has no execution role, which it needs to pull ${image}`,
    fix: "give aws_ecs_task_definition.web an execution role with AmazonECSTaskExecutionRolePolicy",
  });
});

test("fails if ECS may not assume the execution role", () => {
  const ofLambda = (resource: Record<string, Json>) => {
    resource["aws_iam_role"]!["pull"] = { name: "pull", assume_role_policy: trusting("lambda.amazonaws.com") };
  };
  expect(hop("image", [...pull, ...write], ofLambda)).toEqual({
    verdict: "fails",
    rule: "ECS-09",
    resource: "aws_iam_role.pull",
    detail: "does not allow ecs-tasks.amazonaws.com to assume it",
    fix: "allow ecs-tasks.amazonaws.com to assume aws_iam_role.pull",
  });
});

test("fails if ECS may not assume the task role that mounts", () => {
  const task = (resource: Record<string, Json>) => {
    resource["aws_iam_role"]!["task"] = { name: "task", assume_role_policy: trusting("ec2.amazonaws.com") };
    const definition = resource["aws_ecs_task_definition"]!["web"] as Json;
    definition["task_role_arn"] = "${aws_iam_role.task.arn}";
    const [volume] = definition["volume"] as [{ efs_volume_configuration: Json }];
    volume.efs_volume_configuration["authorization_config"] = { iam: "ENABLED" };
  };
  expect(hop("iam", [], task)).toMatchObject({
    verdict: "fails",
    rule: "ECS-04",
    resource: "aws_iam_role.task",
    fix: "allow ecs-tasks.amazonaws.com to assume aws_iam_role.task",
  });
});

test("is unknown for a role outside the input, and says what to look up", () => {
  const arn = "arn:aws:iam::222222222222:role/pull";
  const elsewhere = (resource: Record<string, Json>) => {
    (resource["aws_ecs_task_definition"]!["web"] as Json)["execution_role_arn"] = arn;
  };
  const rights = `ecr:GetAuthorizationToken on *; ecr:BatchGetImage, ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:222222222222:repository/web`;
  expect(hop("image", [], elsewhere)).toEqual({
    verdict: "unknown",
    rule: "ECS-09",
    resource: "aws_ecs_task_definition.web",
    detail: `not known whether ${arn} is allowed ecr:GetAuthorizationToken, which the task needs to pull ${image}: ${arn} is a role that is not in the input`,
    settle: `add the plan or state that contains ${arn} as another input; or look up its policies: they have to allow ${rights}, and its trust policy has to allow ecs-tasks.amazonaws.com to assume it`,
  });
  expect(hop("logs", [], elsewhere)).toMatchObject({ verdict: "unknown", rule: "ECS-09" });
});

test("is unknown if ECS may or may not assume an execution role whose trust policy is hidden", () => {
  const hidden = (resource: Record<string, Json>) => {
    resource["aws_iam_role"]!["pull"] = { name: "pull", assume_role_policy: "${var.trust}" };
  };
  expect(hop("image", [...pull, ...write], hidden)).toMatchObject({
    verdict: "unknown",
    rule: "ECS-09",
    resource: "aws_iam_role.pull",
    detail: expect.stringContaining("not known whether it allows ecs-tasks.amazonaws.com to assume it: ") as unknown,
  });
});

test("is unknown if ECS may or may not assume a task role whose trust policy is hidden", () => {
  const task = (resource: Record<string, Json>) => {
    resource["aws_iam_role"]!["task"] = { name: "task", assume_role_policy: "${var.trust}" };
    const definition = resource["aws_ecs_task_definition"]!["web"] as Json;
    definition["task_role_arn"] = "${aws_iam_role.task.arn}";
    const [volume] = definition["volume"] as [{ efs_volume_configuration: Json }];
    volume.efs_volume_configuration["authorization_config"] = { iam: "ENABLED" };
  };
  expect(hop("iam", [], task)).toMatchObject({ verdict: "unknown", rule: "ECS-04", resource: "aws_iam_role.task" });
});

describe("conditions on where a request comes from and goes to", () => {
  const endpoints = (resource: Record<string, Json>) => {
    const endpoint = (service: string) => ({
      vpc_id: "${aws_vpc.apps.id}",
      service_name: `com.amazonaws.us-east-1.${service}`,
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: ["${aws_subnet.a.id}"],
      security_group_ids: ["${aws_security_group.all.id}"],
    });
    resource["aws_vpc_endpoint"] = { api: endpoint("ecr.api"), dkr: endpoint("ecr.dkr"), logs: endpoint("logs") };
  };
  const under = (Condition: Json, behind: typeof endpoints = () => undefined, Effect = "Allow") => {
    const change = (resource: Record<string, Json>) => {
      behind(resource);
      const all = { Effect: "Allow", Action: [...pull, ...write], Resource: "*" };
      const statement = { Effect, Action: [...pull, ...write], Resource: "*", Condition };
      const policy = JSON.stringify({ Statement: Effect === "Allow" ? [statement] : [all, statement] });
      resource["aws_iam_role_policy"]!["pull"] = { role: "${aws_iam_role.pull.id}", policy };
    };
    return [hop("image", [], change).verdict, hop("logs", [], change).verdict];
  };

  test.each([
    ["passes", { StringEquals: { "aws:RequestedRegion": "us-east-1" } }],
    ["fails", { StringEquals: { "aws:RequestedRegion": "eu-west-1" } }],
  ])("%s with %j", (verdict, condition) => {
    expect(under(condition)).toEqual([verdict, verdict]);
  });

  test("fails if the requests to a Region are denied, and passes if those to others are", () => {
    const to = (Region: string) => under({ StringNotEquals: { "aws:RequestedRegion": Region } }, undefined, "Deny");
    expect([to("us-east-1"), to("eu-west-1")]).toEqual([
      ["passes", "passes"],
      ["fails", "fails"],
    ]);
  });

  test("knows the VPC and the endpoint that requests go through", () => {
    const vpc = (id: string) => under({ StringEquals: { "aws:SourceVpc": id } }, endpoints);
    expect(vpc("${aws_vpc.apps.id}")).toEqual(["passes", "passes"]);
    expect(vpc("${aws_subnet.a.id}")).toEqual(["fails", "fails"]);
    const endpoint = (...ids: string[]) => under({ StringEquals: { "aws:SourceVpce": ids } }, endpoints);
    const [api, dkr, logs] = ["api", "dkr", "logs"].map((name) => `\${aws_vpc_endpoint.${name}.id}`);
    expect(endpoint(api!, dkr!, logs!)).toEqual(["passes", "passes"]);
    expect(endpoint(api!, dkr!)).toEqual(["passes", "fails"]);
    expect(endpoint(api!, logs!)).toEqual(["fails", "passes"]);
  });

  test("leaves open what requests that leave the VPC carry", () => {
    expect(under({ StringEquals: { "aws:SourceVpc": "${aws_vpc.apps.id}" } })).toEqual(["unknown", "unknown"]);
  });
});
