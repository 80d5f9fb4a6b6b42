import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopResult } from "../../../proof/verdict";

const rule = (domain: string, forwards: boolean) => ({
  domain_name: domain,
  rule_type: forwards ? "FORWARD" : "SYSTEM",
  target_ip: forwards ? [{ ip: "10.2.0.1" }] : [],
});

const trust = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };

/** A task whose only access is through endpoints, in a VPC with these rules; EFS has its own SYSTEM rule. */
function image(rules: Record<string, ReturnType<typeof rule>>, others: Record<string, unknown> = {}): HopResult {
  const all: Record<string, unknown> = { ...rules, efs: rule("efs.us-east-1.amazonaws.com", false) };
  const endpoint = (service: string) => ({
    vpc_id: "${aws_vpc.apps.id}",
    service_name: `com.amazonaws.us-east-1.${service}`,
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    subnet_ids: ["${aws_subnet.a.id}"],
    security_group_ids: ["${aws_security_group.open.id}"],
  });
  const anywhere = [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }];
  const graph = graphOfStacks({
    apps: {
      provider: { aws: [{ region: "us-east-1" }] },
      resource: {
        aws_vpc: { apps: { cidr_block: "10.10.0.0/16", enable_dns_hostnames: true } },
        aws_subnet: {
          a: { vpc_id: "${aws_vpc.apps.id}", cidr_block: "10.10.0.0/24", availability_zone: "us-east-1a" },
        },
        aws_route_table: { a: { vpc_id: "${aws_vpc.apps.id}" } },
        aws_route_table_association: {
          a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
        },
        aws_security_group: { open: { vpc_id: "${aws_vpc.apps.id}", ingress: anywhere, egress: anywhere } },
        aws_vpc_endpoint: {
          api: endpoint("ecr.api"),
          dkr: endpoint("ecr.dkr"),
          s3: {
            vpc_id: "${aws_vpc.apps.id}",
            service_name: "com.amazonaws.us-east-1.s3",
            route_table_ids: ["${aws_route_table.a.id}"],
          },
        },
        aws_route53_resolver_rule: all,
        aws_route53_resolver_rule_association: Object.fromEntries(
          Object.keys(all).map((name) => [
            name,
            { resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`, vpc_id: "${aws_vpc.apps.id}" },
          ]),
        ),
        aws_iam_role: { pull: { name: "pull", assume_role_policy: JSON.stringify({ Statement: [trust] }) } },
        aws_iam_role_policy_attachment: {
          pull: {
            role: "${aws_iam_role.pull.name}",
            policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
          },
        },
        aws_efs_file_system: { content: {} },
        ...others,
        aws_ecs_task_definition: {
          web: {
            family: "web",
            network_mode: "awsvpc",
            requires_compatibilities: ["FARGATE"],
            cpu: "256",
            memory: "512",
            execution_role_arn: "${aws_iam_role.pull.arn}",
            container_definitions: JSON.stringify([
              {
                name: "web",
                image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/web:1",
                mountPoints: [{ sourceVolume: "content", containerPath: "/srv" }],
              },
            ]),
            volume: [
              { name: "content", efs_volume_configuration: [{ file_system_id: "${aws_efs_file_system.content.id}" }] },
            ],
          },
        },
        aws_ecs_service: {
          web: {
            launch_type: "FARGATE",
            task_definition: "${aws_ecs_task_definition.web.arn}",
            network_configuration: [
              { subnets: ["${aws_subnet.a.id}"], security_groups: ["${aws_security_group.open.id}"] },
            ],
          },
        },
      },
    },
  });
  return prove(graph).paths[0]!.hops.find(({ hop }) => hop === "image")!;
}

it("passes if the names of endpoints are resolved in AWS", () => {
  expect(image({}).verdict).toBe("passes");
  expect(image({ everything: rule(".", true), aws: rule("amazonaws.com", false) }).verdict).toBe("passes");
});

it("passes if every name is forwarded, since private names of endpoints are private hosted zones (DNS-05)", () => {
  const layers = rule("s3.us-east-1.amazonaws.com", false);
  expect(image({ everything: rule(".", true), layers }).verdict).toBe("passes");
});

it("is unknown if the name of S3, which has no private zone, is forwarded", () => {
  expect(image({ everything: rule(".", true) })).toMatchObject({
    verdict: "unknown",
    rule: "DNS-01",
    detail:
      "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com is forwarded to 10.2.0.1: not known whether they answer names on the internet",
  });
  expect(image({ s3: rule("s3.us-east-1.amazonaws.com", true) }).verdict).toBe("unknown");
});

it("is unknown if a rule has exactly the endpoint's name", () => {
  expect(image({ api: rule("api.ecr.us-east-1.amazonaws.com", true) })).toEqual({
    hop: "image",
    verdict: "unknown",
    rule: "EP-09",
    resource: "aws_vpc_endpoint.api",
    detail:
      'not known which server answers: api.ecr.us-east-1.amazonaws.com is a private name of aws_vpc_endpoint.api; or api.ecr.us-east-1.amazonaws.com matches "api.ecr.us-east-1.amazonaws.com" FORWARD to 10.2.0.1, which is outside AWS',
    settle:
      "AWS does not document whether the private DNS of an interface endpoint takes precedence over a rule for the same name; add a SYSTEM rule that covers api.ecr.us-east-1.amazonaws.com",
  });
});

it("fails if a rule forwards the name of one registry instead of the endpoint's zone (DNS-01)", () => {
  const {
    verdict,
    rule: code,
    resource,
    detail,
  } = image({ own: rule("222222222222.dkr.ecr.us-east-1.amazonaws.com", true) });
  expect([verdict, code, resource]).toEqual(["fails", "EP-09", "aws_route53_resolver_rule_association.own"]);
  expect(detail).toContain("does not resolve to aws_vpc_endpoint.dkr");
  expect(image({ other: rule("333333333333.dkr.ecr.us-east-1.amazonaws.com", true) }).verdict).toBe("passes");
});

it("does not fail with a private zone whose name is known only after apply", () => {
  const aws_route53_zone = {
    other: { name: "${aws_efs_file_system.content.dns_name}", vpc: [{ vpc_id: "${aws_vpc.apps.id}" }] },
  };
  expect(image({}, { aws_route53_zone }).verdict).toBe("unknown");
});

it("is unknown if a gateway policy for one role may allow the requests for layers, which ECR signs", () => {
  const policy = (principal: unknown) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: "s3:*", Resource: "*" }] });
  const withPolicy = (principal: unknown) =>
    image(
      {},
      { aws_vpc_endpoint_policy: { s3: { vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}", policy: policy(principal) } } },
    );
  expect(withPolicy("*").verdict).toBe("passes");
  expect(withPolicy({ AWS: "${aws_iam_role.pull.arn}" })).toMatchObject({ verdict: "unknown", rule: "EP-04" });
});
