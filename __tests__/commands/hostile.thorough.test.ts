/**
 * What somebody might feed the proof by accident or ill will: it ends in time, within a heap of 1 GB, with exit 2 or a
 * verdict, and nothing of it reaches terminal or Markdown as more than text.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import { mountingStack } from "../support/mounting-stack";
import { HostileFolder, type Stack } from "./hostile-folder";

const hostile = new HostileFolder();
const { folder } = hostile;
afterAll(() => hostile.dispose());

const write = (text: string | Buffer) => hostile.write(text);
const stack = (change: (stack: Stack) => void) => hostile.stack(change);
const prove = (...args: string[]) => hostile.prove(...args);
const proveJson = (...files: string[]) => hostile.proveJson(...files);

describe("invalid input exits with 2 and a reason", () => {
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

  test("many of them are reported together", () => {
    const names = [write(""), write("{"), "nowhere.json"];
    const { status, stderr } = prove(...names, "cdktf.out");
    expect(status).toBe(2);
    for (const name of [...names, "cdktf.out"]) expect(stderr).toContain(`${name} `);
  });

  test("a folder without any Terraform", () => {
    mkdirSync(join(folder, "nothing"));
    expect(prove("nothing").status).toBe(2);
  });

  test("a manifest with paths outside its folder, or with a cycle", () => {
    for (const [name, path] of Object.entries({ up: "../../../../etc/passwd", self: "." })) {
      mkdirSync(join(folder, name));
      const stacks = { a: { name: "a", synthesizedStackPath: path } };
      writeFileSync(join(folder, name, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
      const { status, stderr } = prove(name);
      expect(status).toBe(2);
      expect(stderr).not.toContain("root:");
    }
  });

  test("a file name with terminal escapes", () => {
    const { status, stderr } = prove("\u001b[2Jnowhere\u202e\n1 path: 1 mounts");
    expect(status).toBe(2);
    expect(stderr).toContain("\\u{1b}[2Jnowhere\\u{202e}\\n1 path: 1 mounts");
  });
});

describe("circular references", () => {
  test("between locals, resources and themselves still give a verdict", () => {
    const name = stack((made) => {
      Object.assign(made, { locals: { a: "${local.b}", b: "${local.a}", c: "${local.c}" } });
      made.resource["aws_subnet"]!["a"]!["vpc_id"] = "${local.a}";
      made.resource["aws_efs_mount_target"]!["a"]!["subnet_id"] = "${aws_efs_mount_target.a.subnet_id}";
      made.resource["aws_security_group"]!["all"]!["vpc_id"] = "${local.c}";
    });
    expect(proveJson(name).paths.map(({ verdict }) => verdict)).toEqual(["unknown"]);
  });

  test("between policies and documents that include each other", () => {
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

describe("names with a special meaning in JavaScript", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "__defineGetter__"])(
    "%s is an ordinary name",
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

  test.each(["text", "json", "markdown", "sarif"])("terminal escapes and markup are plain text in %s", (format) => {
    const made = mountingStack(forged);
    made.resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = false;
    const { status, stdout, stderr } = prove("--format", format, write(JSON.stringify(made)));
    expect([1, 2, 3]).toContain(status);
    const lines = `${stdout}\n${stderr}`.split("\n");
    expect(lines.filter((line) => /^\W*14 paths/.test(line))).toEqual([]);
    if (format === "markdown") expect(stdout.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, "")).not.toMatch(/<b>|@team/);
  });
});
