import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopName, type HopResult } from "../../../proof/verdict";
import { mountingStack } from "../../support/mounting-stack";

type Json = Record<string, unknown>;

interface Case {
  readonly region?: string;
  readonly image?: string;
  readonly container?: Json;
  readonly managedPolicy?: string;
  /** The one statement of the role's policy. @default everything of ECR and S3 */
  readonly may?: Json;
  readonly bucketPolicy?: readonly Json[];
  /** Names that are forwarded to on-premises servers. */
  readonly forwards?: string;
}

const trust = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };
const may = { Effect: "Allow", Action: ["ecr:*", "s3:*"], Resource: "*" };
const registry = "222222222222.dkr.ecr.us-east-1.amazonaws.com";

function image(given: Case): HopResult {
  return hopOf("image", given);
}

/** A task with internet access and a role. */
function hopOf(name: HopName, { region = "us-east-1", image = `${registry}/web:1`, ...given }: Case): HopResult {
  const stack = mountingStack();
  const { resource } = stack;
  stack.provider = { aws: [{ region, allowed_account_ids: ["222222222222"] }] };
  resource.aws_subnet!.a!.availability_zone = `${region}a`;
  const definition = resource.aws_ecs_task_definition!.web!;
  definition.execution_role_arn = "${aws_iam_role.pull.arn}";
  const containers = JSON.parse(definition.container_definitions as string) as Json[];
  definition.container_definitions = JSON.stringify([{ ...containers[0], image, ...given.container }]);
  resource.aws_iam_role = { pull: { name: "pull", assume_role_policy: JSON.stringify({ Statement: [trust] }) } };
  resource.aws_cloudwatch_log_group = { web: { name: "/web" } };
  const role = "${aws_iam_role.pull.name}";
  if (given.managedPolicy === undefined) {
    resource.aws_iam_role_policy = { pull: { role, policy: JSON.stringify({ Statement: [given.may ?? may] }) } };
  } else {
    resource.aws_iam_role_policy_attachment = { pull: { role, policy_arn: given.managedPolicy } };
  }
  if (given.bucketPolicy) {
    resource.aws_s3_bucket = { settings: { bucket: "settings" } };
    resource.aws_s3_bucket_policy = {
      settings: { bucket: "${aws_s3_bucket.settings.id}", policy: JSON.stringify({ Statement: given.bucketPolicy }) },
    };
  }
  if (given.forwards !== undefined) {
    const vpc_id = "${aws_vpc.apps.id}";
    resource.aws_route53_resolver_rule = {
      away: { domain_name: given.forwards, rule_type: "FORWARD", target_ip: [{ ip: "10.2.0.1" }] },
    };
    resource.aws_route53_resolver_rule_association = {
      away: { resolver_rule_id: "${aws_route53_resolver_rule.away.id}", vpc_id },
    };
  }
  return prove(graphOfStacks({ apps: stack })).paths[0]!.hops.find(({ hop }) => hop === name)!;
}

describe("a registry's name", () => {
  it.each([
    ["cn-north-1", "amazonaws.com.cn", "passes"],
    ["cn-north-1", "amazonaws.com", "fails"],
    ["us-east-1", "amazonaws.com.cn", "fails"],
    ["us-gov-west-1", "amazonaws.com", "passes"],
  ])("in %s with the suffix %s %s (DNS-25)", (region, suffix, verdict) => {
    expect(image({ region, image: `222222222222.dkr.ecr.${region}.${suffix}/web:1` }).verdict).toBe(verdict);
  });

  it("reports the suffix that it needs", () => {
    const name = "222222222222.dkr.ecr.cn-north-1.amazonaws.com/web:1";
    expect(image({ region: "cn-north-1", image: name })).toMatchObject({
      rule: "EP-09",
      resource: "aws_ecs_task_definition.web",
      detail: `${name} names no registry: names in cn-north-1 end in amazonaws.com.cn, not in amazonaws.com`,
    });
  });
});

describe("an AWS managed policy", () => {
  const policy = "iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
  const gov = { region: "us-gov-west-1", image: "222222222222.dkr.ecr.us-gov-west-1.amazonaws.com/web:1" };

  it("applies only in its own partition", () => {
    expect(image({ ...gov, managedPolicy: `arn:aws-us-gov:${policy}` }).verdict).toBe("passes");
    expect(image({ ...gov, managedPolicy: `arn:aws:${policy}` })).toMatchObject({ verdict: "fails", rule: "ECS-09" });
    expect(image({ managedPolicy: `arn:aws:${policy}` }).verdict).toBe("passes");
  });
});

describe("an environment file", () => {
  const reads = (key: string) => ({ environmentFiles: [{ type: "s3", value: `arn:aws:s3:::settings/${key}` }] });
  const deny = (secure: string) => ({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "arn:aws:s3:::settings/*",
    Condition: { Bool: { "aws:SecureTransport": secure } },
  });

  it("requires a name that ends in .env", () => {
    expect(image({ container: reads("web.env") }).verdict).toBe("passes");
    expect(image({ container: reads("web.txt") })).toMatchObject({
      verdict: "fails",
      rule: "ECS-23",
      detail:
        "reads the environment file arn:aws:s3:::settings/web.txt, but ECS supports only files with the extension .env",
    });
  });

  it("is read over TLS", () => {
    expect(image({ container: reads("web.env"), bucketPolicy: [deny("false")] }).verdict).toBe("passes");
    expect(image({ container: reads("web.env"), bucketPolicy: [deny("true")] }).verdict).toBe("fails");
  });
});

describe("a forwarded name of a service without an endpoint", () => {
  it.each([
    ["unknown", "api.ecr.us-east-1.amazonaws.com"],
    ["unknown", "dkr.ecr.us-east-1.amazonaws.com"],
    ["unknown", "s3.us-east-1.amazonaws.com"],
    ["unknown", "com"],
    ["passes", "corp.example.com"],
    ["passes", "api.ecr.eu-west-1.amazonaws.com"],
  ])("is %s for %s, since servers outside AWS may not answer it", (verdict, forwards) => {
    expect(image({ forwards }).verdict).toBe(verdict);
  });
});

describe("a log group in a policy", () => {
  const options = { "awslogs-group": "/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" };
  const container = { logConfiguration: { logDriver: "awslogs", options } };

  it.each([
    ["passes", "${aws_cloudwatch_log_group.web.arn}:*"],
    ["passes", "${aws_cloudwatch_log_group.web.arn}:log-stream:*"],
    ["fails", "${aws_cloudwatch_log_group.web.arn}"],
  ])("%s as %s, since only streams are written to", (verdict, arn) => {
    const writes = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: arn };
    expect(hopOf("logs", { container, may: writes }).verdict).toBe(verdict);
  });
});
