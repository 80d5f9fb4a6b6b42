/**
 * What somebody might feed the proof by accident or ill will: it ends in time, within a heap of 1 GB, with exit 2 or a
 * verdict, and nothing of it reaches terminal or Markdown as more than text.
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Report } from "../../proof/verdict";
import { projectRoot, runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

type Stack = ReturnType<typeof mountingStack>;

/** Milliseconds: of any one input, on a machine that does other things too. */
const longest = 20_000;
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-hostile-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(text: string | Buffer): string {
  const name = `input-${files++}.json`;
  writeFileSync(join(folder, name), text);
  return name;
}

function stack(change: (stack: Stack) => void): string {
  const made = mountingStack();
  change(made);
  return write(JSON.stringify(made));
}

function prove(...args: string[]) {
  const started = Date.now();
  const ended = runCommand("prove", args, folder, { NODE_OPTIONS: "--max-old-space-size=1024" });
  expect(Date.now() - started).toBeLessThan(longest);
  expect(ended.stderr).not.toContain("the proof itself failed");
  expect(ended.stdout + ended.stderr).not.toMatch(unprintable);
  return ended;
}

function proveJson(...files: string[]): Report {
  return JSON.parse(prove("--format", "json", ...files).stdout) as Report;
}

describe("what is no input ends with 2 and says why", () => {
  const whole = JSON.stringify(mountingStack());
  test.each<[string, string | Buffer, RegExp]>([
    ["nothing", "", /is empty/],
    ["a truncated file", whole.slice(0, whole.length / 2), /is not valid JSON: it ends too early/],
    ["no JSON", 'resource "aws_vpc" "apps" {}', /is not valid JSON/],
    ["a plan whose archive is damaged", Buffer.from("PK\u0003\u0004plan"), /is a damaged zip archive/],
    ["bytes", Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256)), /is not valid JSON/],
    ["JSON of something else", "[1, 2, 3]", /is JSON, but not Terraform's/],
    ["null", "null", /is JSON, but not Terraform's/],
    ["a number that overflows", "1e999999", /is JSON, but not Terraform's/],
    ["a hundred thousand brackets", "[".repeat(100_000), /is nested more than 256 levels deep/],
    ["objects without end", '{"resource":'.repeat(100_000), /is nested more than 256 levels deep/],
  ])("%s", (_name, text, message) => {
    const name = write(text);
    const { status, stdout, stderr } = prove(name);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("200 MB, without reading them", () => {
    const file = openSync(join(folder, "huge.json"), "w");
    const megabyte = Buffer.alloc(2 ** 20, " ");
    writeSync(file, '{"format_version":"1.2","planned_values":{}');
    for (let written = 0; written < 200; written++) writeSync(file, megabyte);
    writeSync(file, "}");
    closeSync(file);
    const { status, stderr } = prove("huge.json");
    const todo = "split the configuration into stacks, and judge their plans together";
    expect([status, stderr]).toEqual([2, `huge.json is larger than 128 MB (200 MB): ${todo}\n`]);
  });

  test("many of them are all told at once", () => {
    const names = [write(""), write("{"), "nowhere.json"];
    const { status, stderr } = prove(...names, "cdktf.out");
    expect(status).toBe(2);
    for (const name of [...names, "cdktf.out"]) expect(stderr).toContain(`${name} `);
  });

  test("a folder without any Terraform", () => {
    mkdirSync(join(folder, "nothing"));
    expect(prove("nothing").status).toBe(2);
  });

  test("a manifest that leads out of its folder, or in circles", () => {
    for (const [name, path] of Object.entries({ up: "../../../../etc/passwd", self: "." })) {
      mkdirSync(join(folder, name));
      const stacks = { a: { name: "a", synthesizedStackPath: path } };
      writeFileSync(join(folder, name, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
      const { status, stderr } = prove(name);
      expect(status).toBe(2);
      expect(stderr).not.toContain("root:");
    }
  });

  test("a file's name that moves the cursor", () => {
    const { status, stderr } = prove("\u001b[2Jnowhere\u202e\n1 path: 1 mounts");
    expect(status).toBe(2);
    expect(stderr).toContain("\\u{1b}[2Jnowhere\\u{202e}\\n1 path: 1 mounts");
  });
});

describe("references in a circle", () => {
  test("between locals, resources and themselves leave a verdict", () => {
    const name = stack((made) => {
      Object.assign(made, { locals: { a: "${local.b}", b: "${local.a}", c: "${local.c}" } });
      made.resource["aws_subnet"]!["a"]!["vpc_id"] = "${local.a}";
      made.resource["aws_efs_mount_target"]!["a"]!["subnet_id"] = "${aws_efs_mount_target.a.subnet_id}";
      made.resource["aws_security_group"]!["all"]!["vpc_id"] = "${local.c}";
    });
    expect(proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["unknown"]);
  });

  test("between policies and documents made of each other", () => {
    const name = stack((made) => {
      const json = (of: string) => `\${data.aws_iam_policy_document.${of}.json}`;
      Object.assign(made, {
        data: {
          aws_iam_policy_document: {
            a: { source_policy_documents: [json("b"), json("b"), json("a")] },
            b: { override_policy_documents: [json("a"), json("a"), json("b")] },
          },
        },
      });
      made.resource["aws_efs_file_system_policy"] = {
        it: { file_system_id: "${aws_efs_file_system.content.id}", policy: json("a") },
      };
    });
    const [path] = proveJson(name).paths;
    expect(path!.hops.find(({ hop }) => hop === "iam")!.verdict).toBe("unknown");
  });

  test("between stacks that read each other's outputs", () => {
    const state = (of: string) => ({ backend: "local", config: { path: `../../../terraform.${of}.tfstate` } });
    mkdirSync(join(folder, "circle/stacks/a"), { recursive: true });
    mkdirSync(join(folder, "circle/stacks/b"), { recursive: true });
    const stacks = Object.fromEntries(
      ["a", "b"].map((name) => [name, { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` }]),
    );
    writeFileSync(join(folder, "circle/manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
    for (const [name, other] of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const made = mountingStack(name);
      made.resource["aws_subnet"]!["a"]!["vpc_id"] = `\${data.terraform_remote_state.other.outputs.vpc}`;
      Object.assign(made, {
        terraform: { backend: { local: { path: `../../../terraform.${name}.tfstate` } } },
        data: { terraform_remote_state: { other: state(other!) } },
        output: { vpc: { value: "${data.terraform_remote_state.other.outputs.vpc}" } },
      });
      writeFileSync(join(folder, `circle/stacks/${name}/cdk.tf.json`), JSON.stringify(made));
    }
    expect(proveJson("circle").paths).toHaveLength(2);
  });
});

describe("numbers beyond any organization", () => {
  const many = (count: number, entry: (at: number) => Record<string, unknown>) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`r${at}`, entry(at)]));

  test("ten thousand security group rules, of which the last lets NFS in", () => {
    const name = stack(({ resource }) => {
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
    expect(proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["mounts"]);
  });

  test("ten thousand resolver rules with their associations", () => {
    const name = stack(({ resource }) => {
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
    expect(proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["mounts"]);
  });

  test("ten thousand policy statements, the last of which denies", () => {
    const statement = (at: number) => ({
      Effect: at === 9_999 ? "Deny" : "Allow",
      Principal: { AWS: "*" },
      Action: at === 9_999 ? "elasticfilesystem:*" : `elasticfilesystem:ClientMount${"*".repeat(at % 50)}`,
      Resource: "${aws_efs_file_system.content.arn}",
    });
    const name = stack(({ resource }) => {
      resource["aws_efs_file_system_policy"] = {
        it: {
          file_system_id: "${aws_efs_file_system.content.id}",
          policy: JSON.stringify({ Statement: Array.from({ length: 10_000 }, (_, at) => statement(at)) }),
        },
      };
    });
    const [path] = proveJson(name).paths;
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
    expect(proveJson(write(JSON.stringify(plan))).paths).toHaveLength(2);
  });

  test("a pattern of wildcards against a long name", () => {
    const name = stack(({ resource }) => {
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
    expect(proveJson(name).paths).toHaveLength(1);
  });

  test("an expression a megabyte long, and one nested ten thousand deep", () => {
    const name = stack(({ resource }) => {
      resource["aws_subnet"]!["a"]!["cidr_block"] = `\${${"(".repeat(10_000)}1${")".repeat(10_000)}}`;
      resource["aws_subnet"]!["a"]!["availability_zone"] = `\${join("-", [${'"a",'.repeat(250_000)}"b"])}`;
      resource["aws_vpc"]!["apps"]!["cidr_block"] = "${".repeat(50_000);
    });
    expect(proveJson(name).paths).toHaveLength(1);
  });

  test("count and for_each of a billion", () => {
    const name = stack(({ resource }) => {
      resource["aws_subnet"]!["many"] = { count: 1_000_000_000, vpc_id: "${aws_vpc.apps.id}" };
      resource["aws_subnet"]!["range"] = { for_each: "${toset(range(1000000000))}", vpc_id: "${aws_vpc.apps.id}" };
    });
    expect(proveJson(name).paths.length).toBeGreaterThan(0);
  });
});

describe("names with a meaning elsewhere", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "__defineGetter__"])(
    "%s is a name like any other",
    (key) => {
      const text = JSON.stringify(mountingStack(`x`))
        .replaceAll('"x"', JSON.stringify(key))
        .replaceAll(".x.", `.${key}.`)
        .replaceAll('\\"x\\"', `\\"${key}\\"`);
      const polluting = `{"${key}": {"polluted": true}, "locals": {"${key}": {"polluted": true}},${text.slice(1)}`;
      const { paths } = proveJson(write(polluting));
      expect(paths.map(({ workload, container, verdict }) => [workload, container, verdict])).toEqual([
        [`aws_ecs_service.${key}`, key, "mounts"],
      ]);
    },
  );

  const forged =
    "x\u001b[2J\u001b]8;;https://evil.example\u0007\u202e\n\n14 paths: 14 mount, 0 fail, 0 unknown\n## ✅ <b>@team</b>|`";

  test.each(["text", "json", "markdown", "sarif"])(
    "what moves a cursor or makes markup is only text in %s",
    (format) => {
      const made = mountingStack(forged);
      made.resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = false;
      const { status, stdout, stderr } = prove("--format", format, write(JSON.stringify(made)));
      expect([1, 2, 3]).toContain(status);
      const lines = `${stdout}\n${stderr}`.split("\n");
      expect(lines.filter((line) => /^\W*14 paths/.test(line))).toEqual([]);
      if (format === "markdown") expect(stdout.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, "")).not.toMatch(/<b>|@team/);
    },
  );
});
