/** Numbers beyond any organization: the proof ends in time, within a heap of 1 GB. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../support/command";
import { HostileFolder } from "./hostile-folder";

const hostile = new HostileFolder();
afterAll(() => hostile.dispose());

describe("numbers beyond any organization", () => {
  const many = (count: number, entry: (at: number) => Record<string, unknown>) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`r${at}`, entry(at)]));

  test("ten thousand security group rules, of which the last lets NFS in", () => {
    const name = hostile.stack(({ resource }) => {
      resource["aws_security_group"]!["nfs"] = { vpc_id: "${aws_vpc.apps.id}" };
      resource["aws_efs_mount_target"]!["a"]!["security_groups"] = ["${aws_security_group.nfs.id}"];
      resource["aws_vpc_security_group_ingress_rule"] = many(10_000, (at) => ({
        security_group_id: "${aws_security_group.nfs.id}",
        ip_protocol: "tcp",
        from_port: at === 9_999 ? 2049 : 10_000 + at,
        to_port: at === 9_999 ? 2049 : 10_000 + at,
        referenced_security_group_id: "${aws_security_group.all.id}",
      }));
    });
    expect(hostile.proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["mounts"]);
  });

  test("ten thousand resolver rules with their associations", () => {
    const name = hostile.stack(({ resource }) => {
      resource["aws_route53_resolver_rule"] = many(10_000, (at) => ({
        domain_name: `team-${at}.example.com`,
        rule_type: "FORWARD",
        target_ip: [{ ip: "10.2.0.1" }],
      }));
      resource["aws_route53_resolver_rule_association"] = many(10_000, (at) => ({
        resolver_rule_id: `\${aws_route53_resolver_rule.r${at}.id}`,
        vpc_id: "${aws_vpc.apps.id}",
      }));
    });
    expect(hostile.proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["mounts"]);
  });

  test("ten thousand policy statements, the last of which denies", () => {
    const statement = (at: number) => ({
      Effect: at === 9_999 ? "Deny" : "Allow",
      Principal: { AWS: "*" },
      Action: at === 9_999 ? "elasticfilesystem:*" : `elasticfilesystem:ClientMount${"*".repeat(at % 50)}`,
      Resource: "${aws_efs_file_system.content.arn}",
    });
    const name = hostile.stack(({ resource }) => {
      resource["aws_efs_file_system_policy"] = {
        it: {
          file_system_id: "${aws_efs_file_system.content.id}",
          policy: JSON.stringify({ Statement: Array.from({ length: 10_000 }, (_, at) => statement(at)) }),
        },
      };
    });
    const [path] = hostile.proveJson(name).paths;
    expect(path!.hops.filter(({ verdict }) => verdict === "fails").map(({ hop }) => hop)).toEqual(["iam"]);
  });

  test("a plan with ten thousand rules, modules and references to each other", () => {
    const fixture = join(projectRoot, "__tests__/proof/fixtures/seeds/dot-forwarded-with-system-rule/plan.json");
    const plan = JSON.parse(readFileSync(fixture, "utf8")) as {
      planned_values: { root_module: { resources: unknown[] } };
      configuration: { root_module: { resources: unknown[] } };
      resource_changes: unknown[];
    };
    const type = "aws_vpc_security_group_ingress_rule";
    for (let at = 0; at < 10_000; at++) {
      const rule = { address: `${type}.r${at}`, mode: "managed", type, name: `r${at}` };
      const provider = { provider_name: "registry.terraform.io/hashicorp/aws", schema_version: 0 };
      const values = { ip_protocol: "tcp", from_port: at, to_port: at };
      const references = [`${type}.r${(at + 1) % 10_000}.security_group_id`, `${type}.r${(at + 1) % 10_000}`];
      plan.planned_values.root_module.resources.push({ ...rule, ...provider, values });
      const expressions = { security_group_id: { references } };
      plan.configuration.root_module.resources.push({ ...rule, provider_config_key: "aws", expressions });
      const change = { actions: ["create"], before: null, after: values, after_unknown: { security_group_id: true } };
      plan.resource_changes.push({ ...rule, ...provider, change });
    }
    expect(hostile.proveJson(hostile.write(JSON.stringify(plan))).paths).toHaveLength(2);
  });

  test("a pattern of wildcards against a long name", () => {
    const name = hostile.stack(({ resource }) => {
      const policy = {
        Effect: "Allow",
        Principal: "*",
        Action: `${"*a".repeat(5_000)}b`,
        Resource: "*".repeat(100_000),
      };
      resource["aws_efs_file_system_policy"] = {
        it: {
          file_system_id: "${aws_efs_file_system.content.id}",
          policy: JSON.stringify({ Statement: [policy] }),
        },
      };
    });
    expect(hostile.proveJson(name).paths).toHaveLength(1);
  });

  test("an expression a megabyte long, and one nested ten thousand deep", () => {
    const name = hostile.stack(({ resource }) => {
      resource["aws_subnet"]!["a"]!["cidr_block"] = `\${${"(".repeat(10_000)}1${")".repeat(10_000)}}`;
      resource["aws_subnet"]!["a"]!["availability_zone"] = `\${join("-", [${'"a",'.repeat(250_000)}"b"])}`;
      resource["aws_vpc"]!["apps"]!["cidr_block"] = "${".repeat(50_000);
    });
    expect(hostile.proveJson(name).paths).toHaveLength(1);
  });

  test("count and for_each of a billion", () => {
    const name = hostile.stack(({ resource }) => {
      resource["aws_subnet"]!["many"] = { count: 1_000_000_000, vpc_id: "${aws_vpc.apps.id}" };
      resource["aws_subnet"]!["range"] = { for_each: "${toset(range(1000000000))}", vpc_id: "${aws_vpc.apps.id}" };
    });
    expect(hostile.proveJson(name).paths.length).toBeGreaterThan(0);
  });
});
