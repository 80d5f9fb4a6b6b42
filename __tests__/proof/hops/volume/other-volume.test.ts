import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";

type Json = Record<string, unknown>;

const s3files = { file_system_arn: "arn:aws:s3files:us-east-1:111122223333:file-system/fs-0123456789abcdef0" };
const rule = (domain_name: string, ...ips: string[]) => ({
  domain_name,
  rule_type: ips.length > 0 ? "FORWARD" : "SYSTEM",
  target_ip: ips.map((ip) => ({ ip })),
});

interface Setting {
  readonly volume?: Json;
  readonly task?: Json;
  readonly service?: Json;
  readonly rules?: Record<string, Json>;
}

function reportOf({ volume = {}, task = {}, service = {}, rules = {} }: Setting) {
  const associations = Object.keys(rules).map((name) => [
    name,
    { resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`, vpc_id: "${aws_vpc.apps.id}" },
  ]);
  const resource = {
    aws_vpc: { apps: { cidr_block: "10.10.0.0/16", enable_dns_hostnames: true } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.apps.id}", availability_zone: "us-east-1a" } },
    aws_iam_role: { task: { name: "task" } },
    aws_ecs_task_definition: {
      web: {
        family: "web",
        network_mode: "awsvpc",
        requires_compatibilities: ["FARGATE"],
        cpu: 256,
        memory: 512,
        task_role_arn: "${aws_iam_role.task.arn}",
        container_definitions: JSON.stringify([
          { name: "web", image: "nginx", mountPoints: [{ sourceVolume: "content", containerPath: "/srv" }] },
        ]),
        volume: [{ name: "content", ...volume }],
        ...task,
      },
    },
    aws_ecs_service: {
      web: {
        launch_type: "FARGATE",
        task_definition: "${aws_ecs_task_definition.web.arn}",
        network_configuration: [{ subnets: ["${aws_subnet.a.id}"] }],
        ...service,
      },
    },
    aws_ecs_capacity_provider: {
      managed: { name: "managed", managed_instances_provider: [{ infrastructure_role_arn: "arn:aws:iam::1:role/a" }] },
      group: { name: "group", auto_scaling_group_provider: [{ auto_scaling_group_arn: "arn:aws:autoscaling:x" }] },
    },
    aws_route53_resolver_rule: rules,
    aws_route53_resolver_rule_association: Object.fromEntries(associations) as Json,
  };
  return prove(graphOfStacks({ apps: { resource } } as unknown as Parameters<typeof graphOfStacks>[0]));
}

/** Verdict, rule and detail of the volume hop, one of each. */
function told(setting: Setting): readonly string[] {
  const { paths } = reportOf(setting);
  const hops = paths.flatMap((path) => path.hops.filter(({ hop }) => hop === "volume"));
  return [...new Set(hops.map(({ verdict, rule, detail }) => `${verdict} (${rule}): ${detail}`))];
}

const volume = { s3files_volume_configuration: [s3files] };
const strategy = (name: string) => ({
  launch_type: null,
  capacity_provider_strategy: [{ capacity_provider: `\${aws_ecs_capacity_provider.${name}.name}` }],
});

describe("a volume of S3 Files (ECS-27)", () => {
  test("is a path that is unknown on Fargate", () => {
    expect(reportOf({ volume }).paths).toHaveLength(1);
    expect(told({ volume })).toEqual([
      expect.stringMatching(/^unknown \(ECS-27\): volume content is on Amazon S3 Files/),
    ]);
  });

  test("is not checked with the rules of EFS", () => {
    const hops = reportOf({ volume }).paths.flatMap((path) => path.hops.map(({ hop }) => hop));
    expect(hops).toEqual(expect.arrayContaining(["platform", "volume", "image"]));
    for (const hop of ["resolver", "mount-target", "network", "iam"]) expect(hops).not.toContain(hop);
  });

  test.each([
    ["launch type EC2", { launch_type: "EC2" }] as const,
    ["an Auto Scaling group", strategy("group")] as const,
  ])("fails on %s", (_, service) => {
    expect(told({ volume, service })).toEqual([expect.stringMatching(/^fails \(ECS-27\): .*EC2 launch type/)]);
  });

  test("is unknown on ECS Managed Instances", () => {
    expect(told({ volume, service: strategy("managed") })).toEqual([expect.stringMatching(/^unknown \(ECS-27\)/)]);
  });

  test("fails without a task role", () => {
    expect(told({ volume, task: { task_role_arn: null } })).toEqual([
      expect.stringMatching(/^fails \(ECS-27\): .*has no task_role_arn/),
    ]);
  });

  test("fails with a root directory and an access point", () => {
    const pointed = (root_directory: string) => ({
      s3files_volume_configuration: [{ ...s3files, access_point_arn: `${s3files.file_system_arn}/a`, root_directory }],
    });
    expect(told({ volume: pointed("/web") })).toEqual([expect.stringMatching(/^fails \(ECS-27\): .*must be "\/"/)]);
    expect(told({ volume: pointed("/") })).toEqual([expect.stringMatching(/^unknown \(ECS-27\)/)]);
  });
});

describe("other types of volumes", () => {
  test("are unknown paths if the type is not known", () => {
    expect(told({ volume: { newfs_volume_configuration: [{ id: "x" }] } })).toEqual([
      "unknown (ECS-27): volume content is of type newfs_volume_configuration, which is not judged",
    ]);
  });

  test.each([
    ["without items", { s3files_volume_configuration: [], efs_volume_configuration: [] }],
    ["of FSx for Windows", { fsx_windows_file_server_volume_configuration: [{ file_system_id: "fs-1" }] }],
    ["set at launch", { configure_at_launch: true }],
  ])("are not on EFS %s", (_, kind) => {
    expect(reportOf({ volume: kind }).paths).toEqual([]);
  });
});

describe("names of S3 Files (DNS-26)", () => {
  const found = (rules: Record<string, Json>) =>
    reportOf({ volume, rules }).findings.filter((one) => one.rule === "DNS-26");
  const everything = rule(".", "10.2.0.1");

  test("warns if . is forwarded and only amazonaws.com is SYSTEM", () => {
    expect(found({ everything, aws: rule("amazonaws.com") })).toEqual([
      expect.objectContaining({
        severity: "warning",
        resource: "aws_route53_resolver_rule_association.everything",
        fix: "associate a SYSTEM rule for on.aws with aws_vpc.apps",
      }),
    ]);
  });

  test("warns if aws is forwarded", () => {
    expect(found({ aws: rule("aws", "10.2.0.1") })).toHaveLength(1);
  });

  test("is not reported if on.aws is SYSTEM, or without rules", () => {
    expect(found({ everything, onAws: rule("on.aws") })).toEqual([]);
    expect(found({})).toEqual([]);
  });

  test("is not reported without such volumes", () => {
    const { findings } = reportOf({
      rules: { everything },
      volume: { efs_volume_configuration: [{ file_system_id: "fs-1" }] },
    });
    expect(findings.filter((one) => one.rule === "DNS-26")).toEqual([]);
  });
});
