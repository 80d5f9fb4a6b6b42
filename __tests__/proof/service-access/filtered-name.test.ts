import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopResult } from "../../../proof/verdict";
import { mountingStack } from "../../support/mounting-stack";

interface Rule {
  readonly action: "ALLOW" | "BLOCK";
  readonly domains: readonly string[] | string;
}

const registry = "222222222222.dkr.ecr.us-east-1.amazonaws.com";
const efs: Rule = { action: "ALLOW", domains: ["*.efs.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com"] };
const layers: Rule = { action: "ALLOW", domains: ["*.s3.us-east-1.amazonaws.com"] };
const everything: Rule = { action: "BLOCK", domains: ["*"] };

/** The image hop's result for an image with these rules, evaluated in their order. */
function imageBehind(image: string, ...rules: readonly Rule[]): HopResult {
  const { provider, resource } = mountingStack();
  const task = resource["aws_ecs_task_definition"]!["web"]!;
  const [definition] = JSON.parse(String(task["container_definitions"])) as [object];
  task["container_definitions"] = JSON.stringify([{ ...definition, image }]);
  task["execution_role_arn"] = "${aws_iam_role.start.arn}";
  const named = rules.map((rule, at) => [`rule_${at}`, rule] as const);
  const { paths } = prove(
    graphOfStacks({
      web: {
        provider,
        resource: {
          ...resource,
          aws_ecr_repository: { web: { name: "web" } },
          aws_iam_role: {
            start: {
              assume_role_policy: JSON.stringify({
                Statement: [
                  { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } },
                ],
              }),
            },
          },
          aws_iam_role_policy_attachment: {
            start: {
              role: "${aws_iam_role.start.name}",
              policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            },
          },
          aws_route53_resolver_firewall_rule_group: { garden: { name: "garden" } },
          aws_route53_resolver_firewall_rule_group_association: {
            garden: {
              firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.garden.id}",
              vpc_id: "${aws_vpc.apps.id}",
              priority: 101,
            },
          },
          aws_route53_resolver_firewall_domain_list: Object.fromEntries(
            named.map(([name, { domains }]) => [name, { name, domains }]),
          ),
          aws_route53_resolver_firewall_rule: Object.fromEntries(
            named.map(([name, { action }], at) => [
              name,
              {
                name,
                action,
                firewall_domain_list_id: `\${aws_route53_resolver_firewall_domain_list.${name}.id}`,
                firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.garden.id}",
                priority: at + 10,
              },
            ]),
          ),
        },
      },
    }),
  );
  return paths[0]!.hops.find(({ hop }) => hop === "image")!;
}

const ofAccount = `${registry}/web:1`;
const byReference = "${aws_ecr_repository.web.repository_url}:1";

test.each([
  ["its own registry", ofAccount, registry],
  ["every registry", ofAccount, "*.dkr.ecr.us-east-1.amazonaws.com"],
  ["every registry, the image by reference", byReference, "*.dkr.ecr.us-east-1.amazonaws.com"],
])("an image passes if DNS Firewall allows %s", (_name, image, domain) => {
  expect(imageBehind(image, efs, layers, { action: "ALLOW", domains: [domain] }, everything).verdict).toBe("passes");
});

test("fails if the registry is blocked, with an allow rule as the fix", () => {
  expect(imageBehind(ofAccount, efs, layers, everything)).toMatchObject({
    verdict: "fails",
    rule: "DNS-23",
    resource: "aws_route53_resolver_firewall_rule.rule_2",
    detail: `DNS Firewall blocks ${registry}, which matches "*"`,
    fix: `allow ${registry} before aws_route53_resolver_firewall_rule.rule_2`,
  });
});

test("is unknown if it allows one account's registry, and the image's account is unknown", () => {
  expect(imageBehind(byReference, efs, layers, { action: "ALLOW", domains: [registry] }, everything)).toMatchObject({
    verdict: "unknown",
    rule: "DNS-23",
    detail: "DNS Firewall may block the registry of us-east-1, whose account is not known",
    settle: "the image as a literal, or the deployed state",
  });
});

test("is unknown with a list that is not in the input, and says what would settle it", () => {
  expect(imageBehind("quay.io/nginx/nginx:1.27", { action: "BLOCK", domains: "${var.domains}" })).toMatchObject({
    verdict: "unknown",
    rule: "DNS-23",
    detail: "DNS Firewall may block quay.io",
    settle: expect.stringContaining("domains of aws_route53_resolver_firewall_domain_list.rule_0"),
  });
});
