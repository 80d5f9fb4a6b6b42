import { parseOrganizationText } from "../../config/load";
import { type Assumption } from "../../proof/graph/assumption";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { changed, type File, yamlOf } from "../support/variants";

const id = "fs-0123456789abcdef0";
const securityGroup = "sg-0123456789abcdef0";
const mountTarget = "fsmt-0123456789abcdef0";
const vpc = "vpc-0bbbbbbbbbbbbbbb0";
const accessPoints = { web: { path: "/web", uid: 1000, gid: 1000 } };

/** The example's ECS service in an adopted VPC, on a file system that exists. */
function withFileSystem(settings: object): File {
  return changed((file) => {
    delete file.workloads!["platform"];
    const subnet = (digit: number) => ({
      id: `subnet-0bbbbbbbbbbbbbbb${digit}`,
      routeTable: "rtb-0bbbbbbbbbbbbbbb0",
      cidr: `10.10.${digit}.0/24`,
    });
    file.workloadVpcs!["apps"] = {
      account: "apps",
      vpc: { id: vpc, cidr: "10.10.0.0/16", privateSubnets: { "us-east-1a": subnet(1), "us-east-1b": subnet(2) } },
      fileSystems: { content: { id, accessPoints, ...settings } },
    };
  });
}

const named = { mountTargets: { "us-east-1a": mountTarget, "us-east-1b": "create" }, securityGroup };
const blocks = (of: Record<string, Record<string, unknown>> = {}) =>
  Object.fromEntries(
    Object.entries(of).map(([name, block]) => {
      const own = { ...block };
      delete own["//"];
      return [name, own];
    }),
  );

describe("an existing file system", () => {
  const { resource, data, output } = synthFile(withFileSystem(named))["vpc-apps"]!;

  test("is looked up, and nothing of it is created but access points and what the file asks for", () => {
    const types = Object.keys(resource).filter((type) => type.startsWith("aws_efs_"));
    expect(types.sort()).toEqual(["aws_efs_access_point", "aws_efs_mount_target"]);
    expect(blocks(data["aws_efs_file_system"])).toEqual({
      content: {
        file_system_id: id,
        lifecycle: {
          postcondition: [
            {
              condition: "${try(length(self.availability_zone_name), 0) == 0}",
              error_message: `${id} is a One Zone file system: set oneZone to its zone`,
            },
          ],
        },
      },
    });
    expect(blocks(resource["aws_efs_mount_target"])).toEqual({
      "content_us-east-1b": {
        file_system_id: "${data.aws_efs_file_system.content.id}",
        subnet_id: "${data.aws_subnet.apps_us-east-1b.id}",
        security_groups: [securityGroup],
      },
    });
    expect(output["file_system_ids"]!.value).toEqual({ content: "${data.aws_efs_file_system.content.id}" });
    expect(output["existing_file_system_ids"]!.value).toEqual({ content: id });
    expect(output["mount_target_ids"]!.value).toEqual({
      "content/us-east-1a": "${data.aws_efs_mount_target.content_us-east-1a.id}",
      "content/us-east-1b": "${aws_efs_mount_target.content_us-east-1b.id}",
    });
  });

  test("fails a plan unless a mount target is the file system's, in the zone and the VPC, with the group", () => {
    const conditions = (name: string, type: string) => {
      const { lifecycle } = data[type]![name] as { lifecycle: { postcondition: { condition: string }[] } };
      return lifecycle.postcondition.map(({ condition }) => condition);
    };
    expect(data["aws_efs_mount_target"]!["content_us-east-1a"]).toMatchObject({ mount_target_id: mountTarget });
    expect(conditions("content_us-east-1a", "aws_efs_mount_target")).toEqual([
      `\${self.file_system_id == "${id}"}`,
      '${self.availability_zone_name == "us-east-1a"}',
      `\${contains(self.security_groups, "${securityGroup}")}`,
    ]);
    expect(conditions("content_us-east-1a-subnet", "aws_subnet")).toEqual([`\${self.vpc_id == "${vpc}"}`]);
  });

  test("has a rule in the existing group that allows the clients", () => {
    expect(blocks(resource["aws_vpc_security_group_ingress_rule"])["content_from-clients"]).toMatchObject({
      security_group_id: securityGroup,
      referenced_security_group_id: "${aws_security_group.content_clients.id}",
      from_port: 2049,
    });
    expect(Object.keys(resource["aws_security_group"]!)).not.toContain("content_mount-targets");
  });

  test("gets mount targets with a group of their own by default, in the zone of a One Zone file system", () => {
    const one = synthFile(withFileSystem({ oneZone: "us-east-1b" }))["vpc-apps"]!;
    expect(Object.keys(one.resource["aws_efs_mount_target"]!)).toEqual(["content_us-east-1b"]);
    expect(Object.keys(one.resource["aws_security_group"]!)).toContain("content_mount-targets");
    expect(JSON.stringify(one.data["aws_efs_file_system"])).toContain(
      'self.availability_zone_name == \\"us-east-1b\\"',
    );
  });
});

describe("the proof", () => {
  const reason = "the team that manages it has looked";
  const assumed: Assumption[] = [
    { statement: "no-other-resolver-rules", vpc, reason },
    { statement: "network-acls-allow-all", vpc, reason },
    { statement: "s3-gateway-on-route-tables", vpc, reason },
    { statement: "file-system-policy-allows-clients", fileSystem: id, reason },
  ];
  type Stacks = Parameters<typeof graphOfStacks>[0];
  const judged = (assume: readonly Assumption[], change: (text: string) => string = (text) => text) => {
    const stacks = Object.entries(synthFile(withFileSystem(named))).map(([name, { json }]) => [
      name,
      JSON.parse(change(json)) as object,
    ]);
    const { paths, findings } = prove(graphOfStacks(Object.fromEntries(stacks) as Stacks, assume));
    const open = paths.flatMap(({ hops }) => hops).filter(({ verdict }) => verdict !== "passes");
    return { paths, findings, open: [...new Set(open.map(({ hop, verdict, rule }) => `${hop} ${verdict} ${rule}`))] };
  };

  test("mounts with what the owners state, and leaves only the file system's policy open without its owner", () => {
    const { paths, findings, open } = judged(assumed);
    expect(open).toEqual([]);
    expect(paths.map(({ verdict }) => verdict)).toEqual(["mounts", "mounts"]);
    expect(findings).toEqual([]);
    expect(judged(assumed.slice(0, 3)).open).toEqual(["iam unknown EFS-09"]);
  });

  test("does not pass if a condition of the plan is missing", () => {
    expect(judged(assumed, (text) => text.replaceAll("self.vpc_id == ", "self.id != ")).open).not.toEqual([]);
    expect(judged(assumed, (text) => text.replaceAll("self.file_system_id == ", "self.id != ")).open).not.toEqual([]);
  });
});

test("the file names an id that it contains in an assumption", () => {
  const file = withFileSystem(named);
  const reason = "the team that manages it has looked";
  const assume = [
    { statement: "file-system-policy-allows-clients" as const, fileSystem: "fs-0aaaaaaaaaaaaaaa0", reason },
  ];
  expect(() => parseOrganizationText("organization.yaml", yamlOf({ ...file, assume }))).toThrow(
    "should be a file system that this file names, or a Terraform address, got 'fs-0aaaaaaaaaaaaaaa0'",
  );
});
