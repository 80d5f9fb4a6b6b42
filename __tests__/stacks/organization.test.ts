import { contract } from "../../stacks/contract";
import { statementsOf } from "../aws-rules/policy";
import { type SynthesizedStack, synthFile, synthFileAgain } from "../support/synth";
import { changed, variants } from "../support/variants";

const example = synthFile(variants["example"]!);

function addresses({ resource }: SynthesizedStack): string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}

describe("the example's stacks", () => {
  test("are the shared network, the VPC and the workloads", () => {
    expect(Object.keys(example)).toEqual(["ecs-web", "eks-platform", "shared-network", "vpc-apps"]);
  });

  test.each(Object.entries(example))("%s has addresses that a reviewer can read", (_, stack) => {
    expect(addresses(stack)).toMatchSnapshot();
  });

  test.each([
    ["shared-network", contract["shared-network"]],
    ["vpc-apps", contract.vpc],
    ["ecs-web", contract.ecs],
  ])("%s fulfils its output contract, each output described", (name, promised) => {
    const { output } = example[name]!;
    const descriptions = Object.entries(output).map(([key, { description }]) => [key, { description }]);
    expect(Object.fromEntries(descriptions)).toEqual(
      Object.fromEntries(Object.entries(promised).map(([key, { description }]) => [key, { description }])),
    );
  });

  test.each(Object.entries(example))("%s requires the supported provider versions, in its account", (name, stack) => {
    expect(stack.terraform).toMatchObject({
      required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } },
      backend: { local: { path: `../../../terraform.example.${name}.tfstate` } },
    });
    const account = name === "shared-network" ? "111111111111" : "222222222222";
    expect(stack.provider).toMatchObject({ aws: [{ allowed_account_ids: [account], region: "us-east-1" }] });
  });

  test.each(Object.entries(example))("%s contains no path of this machine", (_, { json }) => {
    expect(json).not.toContain(process.cwd());
  });

  test("have the same bytes each time", () => {
    const again = synthFileAgain(variants["example"]!);
    for (const [name, { json }] of Object.entries(example)) expect(again[name]!.json).toBe(json);
  });
});

describe("the shared network", () => {
  const { resource } = example["shared-network"]!;

  test("forwards every name except AWS's names", () => {
    expect(resource["aws_route53_resolver_rule"]).toMatchObject({
      everything: {
        domain_name: ".",
        rule_type: "FORWARD",
        resolver_endpoint_id: "${aws_route53_resolver_endpoint.outbound.id}",
        target_ip: [
          { ip: "10.2.0.1", port: 53, protocol: "Do53" },
          { ip: "10.2.0.2", port: 53, protocol: "Do53" },
        ],
      },
      amazonaws_com: { domain_name: "amazonaws.com", rule_type: "SYSTEM" },
    });
    expect(resource["aws_route53_resolver_rule"]!["amazonaws_com"]).not.toHaveProperty("resolver_endpoint_id");
  });

  test("allows DNS over TCP and UDP to the targets only", () => {
    const rules = Object.values(resource["aws_vpc_security_group_egress_rule"]!);
    expect(rules.map((rule) => [rule["ip_protocol"], rule["cidr_ipv4"], rule["from_port"], rule["to_port"]])).toEqual([
      ["tcp", "10.2.0.1/32", 53, 53],
      ["udp", "10.2.0.1/32", 53, 53],
      ["tcp", "10.2.0.2/32", 53, 53],
      ["udp", "10.2.0.2/32", 53, 53],
    ]);
  });

  test("shares every rule within the organization only", () => {
    expect(resource["aws_ram_resource_share"]).toMatchObject({ rules: { allow_external_principals: false } });
    expect(resource["aws_ram_principal_association"]).toMatchObject({
      "rules_with-o-exampleorgid": { principal: "arn:aws:organizations::111111111111:organization/o-exampleorgid" },
    });
    expect(Object.values(resource["aws_ram_resource_association"]!).map((part) => part["resource_arn"])).toEqual([
      "${aws_route53_resolver_rule.amazonaws_com.arn}",
      "${aws_route53_resolver_rule.everything.arn}",
    ]);
  });

  test("does not share SYSTEM rules if each VPC creates its own", () => {
    const stacks = synthFile(variants["SYSTEM rule per VPC"]!);
    expect(Object.keys(stacks["shared-network"]!.resource["aws_ram_resource_association"]!)).toEqual([
      "rules_everything",
    ]);
    expect(stacks["vpc-apps"]!.resource["aws_route53_resolver_rule"]).toMatchObject({
      amazonaws_com: { domain_name: "amazonaws.com", rule_type: "SYSTEM" },
    });
  });
});

describe("the share of the rules", () => {
  const shareOf = (...shareWith: string[]) => {
    const file = changed((written) => {
      written.sharedNetwork.dns.shareWith = shareWith;
      written.workloadVpcs = {};
      written.workloads = {};
    });
    return synthFile(file)["shared-network"]!.resource;
  };

  test("omits the account that owns the rules, which sees them anyway", () => {
    const { aws_ram_principal_association: principals } = shareOf("network", "apps");
    expect(Object.keys(principals!)).toEqual(["rules_with-222222222222"]);
  });

  test("is not created for that account alone", () => {
    expect(shareOf("network")["aws_ram_resource_share"]).toBeUndefined();
  });
});

describe("a workload VPC", () => {
  const { resource, output } = example["vpc-apps"]!;

  test("associates SYSTEM rules before FORWARD rules (DNS-17)", () => {
    expect(resource["aws_route53_resolver_rule_association"]).toMatchObject({
      everything: { depends_on: ["aws_route53_resolver_rule_association.amazonaws_com"] },
    });
  });

  test("has the S3 gateway on every private route table", () => {
    expect(resource["aws_vpc_endpoint"]!["s3"]!["route_table_ids"]).toEqual([
      "${aws_route_table.apps_private-us-east-1a.id}",
      "${aws_route_table.apps_private-us-east-1b.id}",
    ]);
  });

  test("has one mount target per zone, and outputs that wait for them", () => {
    expect(Object.keys(resource["aws_efs_mount_target"]!)).toEqual(["content_us-east-1a", "content_us-east-1b"]);
    expect(output["file_system_ids"]!.depends_on).toEqual([
      "aws_efs_mount_target.content_us-east-1a",
      "aws_efs_mount_target.content_us-east-1b",
      "aws_efs_file_system_policy.content",
    ]);
  });

  test("has the only mount target of a One Zone file system in its zone, and tasks only there", () => {
    const stacks = synthFile(variants["one zone file system"]!);
    expect(Object.keys(stacks["vpc-apps"]!.resource["aws_efs_mount_target"]!)).toEqual(["content_us-east-1b"]);
    expect(stacks["ecs-web"]!.resource["aws_ecs_service"]!["nginx"]).toMatchObject({
      network_configuration: {
        subnets: ['${data.terraform_remote_state.vpc-apps.outputs.private_subnet_ids["us-east-1b"]}'],
      },
    });
  });

  test("changes no subnet when a zone is added", () => {
    const before = resource["aws_subnet"]!;
    const after = synthFile(
      changed((file) => {
        const apps = file.workloadVpcs!["apps"]!;
        if ("availabilityZones" in apps) apps.availabilityZones = ["us-east-1f", ...apps.availabilityZones];
      }),
    )["vpc-apps"]!.resource["aws_subnet"]!;
    expect(after).toMatchObject(before);
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1);
  });

  test("makes Terraform refuse an adopted VPC whose DNS attributes are off", () => {
    const { data } = synthFile(variants["adopted workload VPC"]!)["vpc-apps"]!;
    expect(data["aws_vpc"]!["apps"]!["lifecycle"]).toEqual({
      postcondition: [
        {
          condition: "${self.enable_dns_support}",
          error_message:
            "enable_dns_support of vpc-0bbbbbbbbbbbbbbb0 should be true, or no EFS name resolves in it: turn it on in the account that owns the VPC",
        },
        {
          condition: "${self.enable_dns_hostnames}",
          error_message:
            "enable_dns_hostnames of vpc-0bbbbbbbbbbbbbbb0 should be true, or no EFS name resolves in it: turn it on in the account that owns the VPC",
        },
        {
          condition: '${contains(self.cidr_block_associations[*].cidr_block, "10.20.0.0/16")}',
          error_message:
            "10.20.0.0/16 should be a range of vpc-0bbbbbbbbbbbbbbb0, since its endpoints allow only this range",
        },
        {
          condition: '${self.dhcp_options_id != "default"}',
          error_message:
            "vpc-0bbbbbbbbbbbbbbb0 should have DHCP options: associate a set that specifies AmazonProvidedDNS, or set dhcpOptions: replace",
        },
      ],
    });
  });
});

describe("an ECS workload", () => {
  test("may only mount if every container reads only, through its access point", () => {
    const { resource } = example["ecs-web"]!;
    // An expression contains quotes, so the text is JSON only after Terraform has evaluated it.
    expect(resource["aws_iam_role_policy"]!["nginx_task_mount"]!["policy"]).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["elasticfilesystem:ClientMount"],' +
        '"Resource":"${data.terraform_remote_state.vpc-apps.outputs.file_system_arns.content}",' +
        '"Condition":{"StringEquals":{"elasticfilesystem:AccessPointArn":' +
        '"${data.terraform_remote_state.vpc-apps.outputs.access_point_arns["content/web"]}"}}}]}',
    );
  });

  test("may write if one of its containers mounts writable", () => {
    const { resource } = synthFile(variants["several VPCs and services"]!)["ecs-batch"]!;
    const { policy } = resource["aws_iam_role_policy"]!["importer_task_mount"]!;
    expect(statementsOf(policy).map(({ actions }) => actions)).toEqual([
      ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      // The reporter mounts the root read-only.
      ["elasticfilesystem:ClientMount"],
    ]);
  });

  test("passes user text on as written, including dollar signs", () => {
    const { resource } = synthFile(variants["several VPCs and services"]!)["ecs-batch"]!;
    const [importer] = JSON.parse(
      String(resource["aws_ecs_task_definition"]!["importer"]!["container_definitions"]),
    ) as Record<string, unknown>[];
    expect(importer).toMatchObject({
      command: ["sh", "-c", 'exec import --from "$${SOURCE}" %%{x}'],
      environment: [{ name: "SOURCE", value: "s3://source/$${stage}" }],
    });
  });

  test("names the output and the stack to deploy if the VPC's state is older", () => {
    const { data } = example["ecs-web"]!;
    expect(data["terraform_remote_state"]!["vpc-apps"]!["lifecycle"]).toMatchObject({
      postcondition: expect.arrayContaining([
        {
          condition: '${can(self.outputs.access_point_ids["content/web"])}',
          error_message: 'stack vpc-apps has no output access_point_ids["content/web"] yet: deploy vpc-apps first',
        },
      ]) as unknown,
    });
  });
});
