import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";

/** The addresses of the on-premises servers in the fixture's FORWARD rule. */
const addresses = ["203.0.113.53", "203.0.113.54"];
const formats = ["text", "json", "markdown", "sarif", "junit"];
let folder: string;

interface Resource {
  address: string;
  type: string;
  values: Record<string, unknown>;
  sensitive_values: Record<string, unknown>;
}
type Plan = Record<string, unknown> & { planned_values: { root_module: { resources: Resource[] } } };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-sensitive-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A plan in which a FORWARD rule breaks a path, so that the report names its targets. */
function plan(change: (rule: Resource, plan: Plan) => void): string {
  const path = join(projectRoot, "__tests__/proof/fixtures/resolver/com-forwarded/plan.json");
  const json = JSON.parse(readFileSync(path, "utf8")) as Plan;
  const rule = json.planned_values.root_module.resources.find(
    ({ type, values }) => type === "aws_route53_resolver_rule" && values["rule_type"] === "FORWARD",
  )!;
  rule.values["target_ip"] = addresses.map((ip) => ({ ip, ipv6: null, port: 53, protocol: "Do53" }));
  change(rule, json);
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(json));
  return file;
}

/** The addresses that a format prints. */
function printed(input: string, format: string, command = "prove"): string[] {
  const { stdout, stderr, status } = runCommand(command, ["--format", format, input], folder);
  expect(status).toBe(1);
  return addresses.filter((address) => stdout.includes(address) || stderr.includes(address));
}

test.each(formats)("prints what the plan does not mark as sensitive (%s)", (format) => {
  expect(
    printed(
      plan(() => {}),
      format,
    ),
  ).toEqual(addresses);
});

test.each(formats)("fails to print what sensitive_values marks (%s)", (format) => {
  const marked = plan((rule) => (rule.sensitive_values = { target_ip: [{ ip: true }, { ip: true }] }));
  expect(printed(marked, format)).toEqual([]);
});

test("fails to print values of sensitive variables, and prints those of others", () => {
  const given = (sensitive: boolean) =>
    plan((_, json) => {
      json["variables"] = { servers: { value: addresses } };
      const { root_module } = json["configuration"] as { root_module: Record<string, unknown> };
      root_module["variables"] = { servers: { sensitive } };
    });
  expect(printed(given(true), "json")).toEqual([]);
  expect(printed(given(false), "json")).toEqual(addresses);
});

test("fails to print constants that a sensitive variable of a module gets", () => {
  const file = plan((_, json) => {
    const module = { variables: { servers: { sensitive: true } } };
    const expressions = { servers: { constant_value: addresses } };
    const { root_module } = json["configuration"] as { root_module: Record<string, unknown> };
    root_module["module_calls"] = { dns: { module, expressions } };
  });
  expect(printed(file, "json")).toEqual([]);
});

test("fails to print sensitive variables of a folder in HCL", () => {
  const source = join(projectRoot, "__tests__/proof/fixtures/resolver/com-forwarded/main.tf");
  const target = join(folder, "source");
  const written = (sensitive: string) => {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    const text = readFileSync(source, "utf8").replace('ip = "10.2.0.1"', "ip = var.server");
    expect(text).toContain("var.server");
    const variable = `variable "server" {\n  default   = "${addresses[0]}"\n  sensitive = ${sensitive}\n}\n`;
    writeFileSync(join(target, "main.tf"), `${text}\n${variable}`);
    return target;
  };
  expect(printed(written("true"), "json")).toEqual([]);
  expect(printed(written("false"), "json")).toEqual([addresses[0]]);
});

test("fails to print a sensitive value in dig", () => {
  const marked = plan((rule) => (rule.sensitive_values = { target_ip: [{ ip: true }, { ip: true }] }));
  const json = JSON.parse(readFileSync(marked, "utf8")) as Plan;
  const vpc = json.planned_values.root_module.resources.find(({ type }) => type === "aws_vpc")!.address;
  const { stdout } = runCommand("dig", ["--vpc", vpc, "fs-1.example.com", marked], folder);
  expect(stdout).toContain("FORWARD to (sensitive), (sensitive)");
  expect(addresses.filter((address) => stdout.includes(address))).toEqual([]);
});
