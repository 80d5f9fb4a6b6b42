import { ecsSource, trusts } from "../../../../proof/aws/iam/trust-policy";
import { Facts } from "../../../../proof/facts";
import { graphOfStacks } from "../../../../proof/graph/read";

type Json = Record<string, unknown>;

const service = "ecs-tasks.amazonaws.com";
const allow = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };

/** Whether a task in us-east-1 of account 222222222222 gets a role with this trust policy. */
function trusted(...statements: readonly Json[]): string {
  const graph = graphOfStacks({
    apps: {
      provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] },
      resource: {
        aws_iam_role: { task: { name: "task", assume_role_policy: JSON.stringify({ Statement: statements }) } },
        aws_ecs_task_definition: { web: { family: "web" } },
      },
    },
  });
  const facts = new Facts(graph);
  const task = graph.resource("aws_ecs_task_definition.web")!;
  return trusts(facts, graph.resource("aws_iam_role.task")!, service, ecsSource(facts, task)).answer;
}

const ofSource = (arn: string) => ({ ...allow, Condition: { ArnLike: { "aws:SourceArn": arn } } });

describe("conditions on the source of a request", () => {
  it.each([
    ["yes", "arn:aws:ecs:us-east-1:222222222222:*"],
    ["yes", "arn:aws:ecs:*:222222222222:*"],
    ["no", "arn:aws:ecs:eu-west-1:222222222222:*"],
    ["no", "arn:aws:ecs:us-east-1:111111111111:*"],
    ["no", "arn:aws:lambda:us-east-1:222222222222:*"],
    ["unknown", "arn:aws:ecs:us-east-1:222222222222:cluster/apps"],
  ])("is %s for %s", (answer, arn) => {
    expect(trusted(ofSource(arn))).toBe(answer);
  });

  it.each([
    ["yes", "StringEquals", "222222222222"],
    ["no", "StringEquals", "111111111111"],
    ["no", "StringNotEquals", "222222222222"],
    ["yes", "StringNotEquals", "111111111111"],
  ])("is %s with %s of aws:SourceAccount and %s", (answer, operator, account) => {
    expect(trusted({ ...allow, Condition: { [operator]: { "aws:SourceAccount": account } } })).toBe(answer);
  });
});

describe("trust in an account that the input does not name", () => {
  const trustedBy = (account: string, operator = "StringEquals", key = "aws:SourceAccount") => {
    const condition = { [operator]: { [key]: account } };
    const policy = JSON.stringify({ Statement: [{ ...allow, Condition: condition }] });
    const graph = graphOfStacks({
      apps: {
        provider: { aws: [{ region: "us-east-1" }] },
        data: { aws_caller_identity: { current: {} } },
        resource: {
          aws_iam_role: { task: { name: "task", assume_role_policy: policy } },
          aws_ecs_task_definition: { web: { family: "web" } },
        },
      },
    });
    const task = graph.resource("aws_ecs_task_definition.web")!;
    const facts = new Facts(graph);
    return trusts(facts, graph.resource("aws_iam_role.task")!, service, ecsSource(facts, task)).answer;
  };

  it.each([
    ["unknown", "111111111111", "StringEquals"],
    ["unknown", "111111111111", "StringNotEquals"],
    ["yes", "${data.aws_caller_identity.current.account_id}", "StringEquals"],
    ["yes", "*", "StringLike"],
    ["unknown", "*", "StringEquals"],
  ])("is %s for %s with %s", (answer, account, operator) => {
    expect(trustedBy(account, operator)).toBe(answer);
  });

  it.each([
    ["unknown", "arn:aws:ecs:us-east-1:111111111111:*", "ArnLike"],
    ["yes", "arn:aws:ecs:us-east-1:*:*", "ArnLike"],
    ["yes", "arn:aws:ecs:us-east-1:${data.aws_caller_identity.current.account_id}:*", "ArnLike"],
    ["no", "arn:aws:ecs:eu-west-1:111111111111:*", "ArnLike"],
  ])("is %s for the source %s with %s", (answer, arn, operator) => {
    expect(trustedBy(arn, operator, "aws:SourceArn")).toBe(answer);
  });
});

describe("a Deny statement of a trust policy", () => {
  const deny = (condition: Json) => ({ ...allow, Effect: "Deny", Condition: condition });

  it.each([
    ["no", { StringEquals: { "aws:SourceAccount": "222222222222" } }],
    ["yes", { StringNotEquals: { "aws:SourceAccount": "222222222222" } }],
    ["yes", { Bool: { "aws:SecureTransport": "false" } }],
    ["yes", { Bool: { "aws:PrincipalIsAWSService": "false" }, StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }],
    ["unknown", { StringNotEquals: { "aws:SourceOrgID": "o-1" } }],
  ])("gives %s for %j", (answer, condition) => {
    expect(trusted(allow, deny(condition))).toBe(answer);
  });

  it('leaves open whether "*" includes services', () => {
    expect(trusted(allow, { ...allow, Effect: "Deny", Principal: "*" })).toBe("unknown");
  });
});
