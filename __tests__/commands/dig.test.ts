import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
const efs = "fs-0123.efs.us-east-1.amazonaws.com";
const stack = {
  provider: { aws: [{ region: "us-east-1" }] },
  resource: {
    aws_vpc: { apps: { cidr_block: "10.10.0.0/16", enable_dns_hostnames: true } },
    aws_route53_resolver_rule: {
      everything: { domain_name: ".", rule_type: "FORWARD", target_ip: [{ ip: "10.2.0.1" }] },
      aws: { domain_name: "amazonaws.com", rule_type: "SYSTEM" },
    },
    aws_route53_resolver_rule_association: {
      everything: rule("everything"),
      aws: rule("aws"),
      open: { resolver_rule_id: "${var.rule_id}", vpc_id: "${aws_vpc.open.id}" },
    },
  },
};

function rule(name: string) {
  return { resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`, vpc_id: "${aws_vpc.apps.id}" };
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-dig-"));
  const open = { cidr_block: "10.11.0.0/16", enable_dns_hostnames: true };
  const resource = { ...stack.resource, aws_vpc: { ...stack.resource.aws_vpc, open } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ ...stack, resource }));
});

afterAll(() => rmSync(folder, { recursive: true }));

function dig(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "bin/mountpath.cjs"), "dig", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it("exits with 0 if AWS answers, with only the answer on standard output", () => {
  const { status, stdout, stderr } = dig("--vpc", "apps", efs, folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("answered by AWS: yes (DNS-01)\n");
  expect(stdout).toContain(
    "  note: the input has no mount target of fs-0123 in aws_vpc.apps; without one its name does not resolve (EFS-02)\n",
  );
});

it("exits with 1 if AWS does not answer", () => {
  const { status, stdout } = dig("--vpc", "apps", "intranet.corp.example", folder);
  expect(status).toBe(1);
  expect(stdout).toContain('intranet.corp.example matches "." FORWARD to 10.2.0.1, which is outside AWS\n');
});

it("exits with 3 if the answer is unknown", () => {
  const { status, stdout } = dig("--vpc", "aws_vpc.open", efs, folder);
  expect(status).toBe(3);
  expect(stdout).toContain("answered by AWS: unknown (DNS-03)\n");
  expect(stdout).toMatch(/to settle it: .*var\.rule_id/);
});

it.each([
  [["--vpc", "nope", efs], /^no VPC is called 'nope'; there are: .*aws_vpc\.apps, .*aws_vpc\.open\n$/],
  [
    ["--vpc", "apps", "a..b"],
    /^each label of a name should be 1 to 63 characters without spaces, got '' in 'a\.\.b'\n$/,
  ],
  [[efs], /^error: required option '--vpc <vpc>' not specified\n$/],
])("fails with 2 for invalid arguments: %j", (args, message) => {
  const { status, stdout, stderr } = dig(...args, folder);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

it("shows terminal escapes as text", () => {
  const { stdout } = dig("--vpc", "apps", "\u001b[2J.example", folder);
  expect(stdout).toContain("\\u{1b}[2j.example");
  expect(stdout).not.toContain("\u001b");
});

it("fails with 2 for input that cannot be read", () => {
  const { status, stdout, stderr } = dig("--vpc", "apps", efs, join(folder, "none"));
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("does not exist");
});
