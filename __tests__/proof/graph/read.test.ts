import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../../../proof/graph/input-error";
import { readGraph } from "../../../proof/graph/read";
import { folderOf } from "./folders";

const remedy = "name a cdktf.out folder, or plans made with terraform show -json PLAN";
const show = "make it with terraform show -json PLAN";
const plan = { format_version: "1.2", planned_values: { root_module: {} } };

/** What is said of a file with that content, without its path. */
function refusal(name: string, content: unknown): string {
  const path = join(folderOf({ [name]: content }), name);
  return refusalOf(path).replaceAll(path, "FILE");
}

function refusalOf(...paths: string[]): string {
  try {
    readGraph(paths);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "read";
}

describe("input that cannot be read", () => {
  test.each<[string, string, unknown, string]>([
    ["an empty file", "p.json", "", `FILE is empty: ${show}`],
    [
      "a truncated plan",
      "p.json",
      JSON.stringify(plan).slice(0, 40),
      `FILE is not valid JSON: it ends too early: ${show}`,
    ],
    ["broken JSON", "p.json", '{\n  "a": 1 "b"\n}', `FILE is not valid JSON at line 2, column 10: ${show}`],
    ["what is not JSON at all", "p.json", "oops", `FILE is not valid JSON: ${show}`],
    [
      "a plan file of Terraform's own",
      "p.json",
      "PK\u0003\u0004…",
      `FILE is a plan in Terraform's own format, not JSON: ${show}`,
    ],
    [
      "a log of events",
      "p.json",
      '{"@level":"info","type":"version"}\n{"@level":"info"}\n',
      `FILE is the log of terraform plan -json, not the plan: ${show}`,
    ],
    [
      "a raw state",
      "s.json",
      { version: 4, lineage: "x", resources: [] },
      `FILE is a raw state file, which is not a stable format: ${remedy}`,
    ],
    ["other JSON", "p.json", { name: "package" }, `FILE is JSON, but not Terraform's: ${remedy}`],
    [
      "a plan of another format",
      "p.json",
      { ...plan, format_version: "2.0" },
      "FILE has format version 2.0, and 1.x is supported: make it with terraform show -json of Terraform 1.1 or later",
    ],
    [
      "a state of another format",
      "s.json",
      { format_version: "0.2", values: {} },
      "FILE has format version 0.2, and 1.x is supported: make it with terraform show -json of Terraform 1.1 or later",
    ],
    ["a list", "p.json", [1, 2], `FILE is JSON, but not Terraform's: ${remedy}`],
    ["null", "p.json", null, `FILE is JSON, but not Terraform's: ${remedy}`],
    [
      "a depth bomb",
      "p.json",
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      "FILE is nested more than 256 levels deep: check that it is what Terraform wrote",
    ],
  ])("fails for %s", (_, name, content, message) => {
    expect(refusal(name, content)).toBe(message);
  });

  test("fails for a file with too many objects for memory", () => {
    const bomb = `[${"[],".repeat(8_000_001)}[]]`;
    expect(refusal("p.json", bomb)).toBe(
      "FILE holds more than 8 million objects: check that it is what Terraform wrote",
    );
  });

  test("fails for a file that is too large, without reading it", () => {
    const path = join(folderOf({ "p.json": "" }), "p.json");
    truncateSync(path, 200 * 1024 * 1024);
    expect(refusalOf(path)).toBe(
      `${path} is larger than 128 MB (200 MB): split the configuration into stacks, and judge their plans together`,
    );
  });

  test("fails for a missing file, and reports all problems at once", () => {
    const folder = folderOf({
      "empty/README.md": "",
      "hcl/main.tf": "",
      "hcl/cdk.tf.json": {},
      "vars/a.tf.json": {},
      "vars/terraform.tfvars": "",
    });
    const at = (name: string) => join(folder, name);
    expect(refusalOf(at("missing"), at("empty"), at("hcl"), at("vars")).split("\n")).toEqual([
      `${at("missing")} does not exist: name a cdktf.out folder or a plan's JSON`,
      `${at("empty")} holds no stacks and no *.tf.json: ${remedy}`,
      `${at("hcl")} holds Terraform in HCL, which only a plan shows: ${remedy}`,
      `${at("vars")} sets variables in HCL (*.tfvars): write them as *.tfvars.json, or give a plan`,
    ]);
    expect(refusalOf()).toBe(`. no input given: ${remedy}`);
  });

  test("fails for a cdktf.out that is incomplete or has paths outside it", () => {
    const stacks = (synthesizedStackPath: string) => ({ stacks: { a: { synthesizedStackPath } } });
    const folder = folderOf({
      "missing/manifest.json": stacks("stacks/a/cdk.tf.json"),
      "elsewhere/manifest.json": stacks("../../etc/passwd"),
      "none/manifest.json": { stacks: {} },
      "odd/manifest.json": {},
    });
    const at = (name: string) => join(folder, name);
    expect(refusalOf(at("missing"), at("elsewhere"), at("none"), at("odd")).split("\n")).toEqual([
      `${at("missing/stacks/a/cdk.tf.json")} does not exist: name a cdktf.out folder or a plan's JSON`,
      `${at("elsewhere/manifest.json")} names a file outside of ${at("elsewhere")}: run npm run synth again`,
      `${at("none")} holds no stacks: run npm run synth first`,
      `${at("odd/manifest.json")} lists no stacks: run npm run synth again`,
    ]);
  });
});

describe("input of every kind", () => {
  test("is recognized by its content", () => {
    const folder = folderOf({
      "plan.json": plan,
      "state.json": { format_version: "1.0", values: { root_module: { resources: [] } } },
      "empty-state.json": { format_version: "1.0" },
      "stack.json": { resource: { aws_vpc: { v: {} } } },
      "bom.json": `\uFEFF${JSON.stringify(plan)}`,
    });
    writeFileSync(join(folder, "powershell.json"), Buffer.from(`\uFEFF${JSON.stringify(plan)}`, "utf16le"));
    const names = ["plan", "state", "empty-state", "stack", "bom", "powershell"];
    const graph = readGraph(names.map((name) => join(folder, `${name}.json`)));
    expect(graph.resource("aws_vpc.v")!.document.kind).toBe("configuration");
  });

  test("is evaluated together, with a unique name per document", () => {
    const stack = { "stacks/net/cdk.tf.json": { resource: { aws_vpc: { v: {} } } } };
    const [one, two] = [folderOf(stack), folderOf(stack)];
    const names = readGraph([one, two, one])
      .all("aws_vpc")
      .map(({ document }) => document.name);
    expect(names).toEqual(["net", `${two}/net`]);
  });

  test("reads variables from *.tfvars.json in Terraform's order", () => {
    const folder = folderOf({
      "main.tf.json": {
        variable: { a: { default: 1 }, b: { default: 1 }, c: { default: 1 } },
        resource: { aws_vpc: { v: { cidr_block: "${var.a}-${var.b}-${var.c}" } } },
      },
      "terraform.tfvars.json": { a: 2, b: 2 },
      "z.auto.tfvars.json": { b: 3 },
      "ignored.tfvars.json": { c: 9 },
    });
    expect(readGraph([folder]).resource("aws_vpc.v")!.get("cidr_block")).toEqual({ kind: "literal", value: "2-3-1" });
  });
});

describe("hostile input", () => {
  test("cannot pollute prototypes", () => {
    const text = `{
      "resource": {
        "__proto__": { "polluted": { "id": 1 } },
        "aws_vpc": { "__proto__": { "polluted": true }, "constructor": { "prototype": { "polluted": true } } }
      },
      "output": { "__proto__": { "value": "x" } },
      "locals": { "__proto__": { "polluted": true } }
    }`;
    const graph = readGraph([join(folderOf({ "a.tf.json": text }), "a.tf.json")]);
    expect(graph.all("aws_vpc").map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(graph.resource("aws_vpc.__proto__")!.get("polluted")).toEqual({ kind: "literal", value: true });
    expect(graph.resource("aws_vpc.__proto__")!.get("toString")).toEqual({ kind: "literal", value: null });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("cannot cause endless recursion", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [
        `v${at}`,
        { vpc_id: `\${aws_subnet.v${at + 1}.vpc_id}`, x: `\${upper(aws_subnet.v${at + 1}.x)}` },
      ]),
    );
    const graph = readGraph([
      join(
        folderOf({
          "a.tf.json": {
            locals: { a: "${local.b}", b: "${local.a}" },
            data: { terraform_remote_state: { self: { backend: "local", config: { path: "terraform.tfstate" } } } },
            output: { o: { value: "${data.terraform_remote_state.self.outputs.o}" } },
            resource: {
              aws_subnet: chain,
              aws_vpc: {
                a: {
                  x: "${aws_vpc.b.x}",
                  y: "${local.a}",
                  z: "${data.terraform_remote_state.self.outputs.o}",
                  u: "${upper(aws_vpc.a.u)}",
                },
                b: { x: "${aws_vpc.a.x}" },
                c: { count: "${length(aws_vpc.c)}" },
              },
            },
          },
        }),
        "a.tf.json",
      ),
    ]);
    const a = graph.resource("aws_vpc.a")!;
    const kinds = ["x", "y", "z", "u"].map((name) => graph.follow(a.get(name)).kind);
    expect(kinds).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(graph.resolve(graph.resource("aws_subnet.v0")!.get("vpc_id"))).toMatchObject({
      kind: "unknown",
      why: "refers to itself, or through too many others",
    });
    expect(graph.follow(graph.resource("aws_subnet.v0")!.get("x")).kind).toBe("unknown");
    expect(graph.all("aws_vpc").find(({ name }) => name === "c")!.unsure).toBeDefined();
  });

  test("cannot grow without limit", () => {
    const locals = Object.fromEntries(
      Array.from({ length: 64 }, (_, at) => [
        `l${at}`,
        at === 63 ? ["x"] : [`\${local.l${at + 1}}`, `\${local.l${at + 1}}`],
      ]),
    );
    const started = Date.now();
    const graph = readGraph([
      join(
        folderOf({
          "a.tf.json": {
            locals,
            resource: { aws_vpc: { v: { tags: "${local.l0}", cidr_block: '${join("", flatten(local.l0))}' } } },
          },
        }),
        "a.tf.json",
      ),
    ]);
    const v = graph.resource("aws_vpc.v")!;
    expect(graph.describe(v.get("tags"))).toContain("local.l");
    expect(graph.text(v.get("cidr_block"))).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(3000);
  });

  test("is read in linear time: ten thousand rules for one VPC", () => {
    const rules = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [
        `r${at}`,
        { vpc_id: "${aws_vpc.v.id}", resolver_rule_id: `rslvr-rr-${at}` },
      ]),
    );
    const path = join(
      folderOf({ "a.tf.json": { resource: { aws_vpc: { v: {} }, aws_route53_resolver_rule_association: rules } } }),
      "a.tf.json",
    );
    const started = Date.now();
    const graph = readGraph([path]);
    const found = graph.referrers("aws_route53_resolver_rule_association", "vpc_id", graph.resource("aws_vpc.v")!);
    expect(found.certain).toHaveLength(10_000);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
