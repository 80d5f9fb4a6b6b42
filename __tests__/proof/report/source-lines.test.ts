/** Lines of findings in the source: in `.tf.json` files, in modules, and in modules that Terraform downloaded. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type Log } from "sarif";

import { readInputs } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { Locator } from "../../../proof/report/location";
import { sarifReport } from "../../../proof/report/sarif";

const folder = mkdtempSync(join(tmpdir(), "source-lines-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function write(project: string, files: Readonly<Record<string, unknown>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, project, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }
  return project;
}

/** `modules/dns/main.tf:9` of every result. */
async function placesOf(project: string): Promise<string[]> {
  const graph = await readInputs([project]);
  const log = JSON.parse(sarifReport(prove(graph), new Locator(graph), { version: "1.2.3" })) as Log;
  return log.runs[0]!.results!.map(({ locations }) => {
    const { artifactLocation, region } = locations![0]!.physicalLocation!;
    return `${artifactLocation!.uri}:${region!.startLine}`;
  });
}

/** A rule of type RECURSIVE is an error of its own (DNS-06), on line 3 of this text. */
const recursive = `# the rule
# that Route 53 refuses
resource "aws_route53_resolver_rule" "all" {
  domain_name = "."
  rule_type   = "RECURSIVE"
}
`;

test("a resource in HCL", async () => {
  expect(await placesOf(write("hcl", { "rules.tf": recursive, "main.tf": "" }))).toEqual(["hcl/rules.tf:3"]);
});

test("a resource in a file of JSON syntax, beside HCL", async () => {
  const resource = {
    aws_vpc: { main: {} },
    aws_route53_resolver_rule: { all: { domain_name: ".", rule_type: "RECURSIVE" } },
  };
  const project = write("json", { "main.tf": "# nothing", "rules.tf.json": { resource } });
  expect(await placesOf(project)).toEqual(["json/rules.tf.json:7"]);
});

test("a resource in a list of blocks in JSON syntax", async () => {
  const rule = { all: { domain_name: ".", rule_type: "RECURSIVE" } };
  const resource = [{ aws_vpc: [{ main: [{}] }] }, { aws_route53_resolver_rule: [rule] }];
  const [place] = await placesOf(write("lists", { "rules.tf.json": { resource } }));
  expect(place).toMatch(/^lists\/rules\.tf\.json:\d+$/);
  expect(place).not.toMatch(/:1$/);
});

test("a resource of a module, in HCL or JSON syntax", async () => {
  const called = 'module "dns" {\n  source = "./modules/dns"\n}\n';
  const inner = { "main.tf": called, "modules/dns/rules.tf": `\n${recursive}` };
  expect(await placesOf(write("module", inner))).toEqual(["module/modules/dns/rules.tf:4"]);
  const resource = { aws_route53_resolver_rule: { all: { domain_name: ".", rule_type: "RECURSIVE" } } };
  const json = { "main.tf": called, "modules/dns/rules.tf.json": { resource } };
  expect(await placesOf(write("module-json", json))).toEqual(["module-json/modules/dns/rules.tf.json:4"]);
});

test("each instance of a module at the same line", async () => {
  const called = 'module "dns" {\n  for_each = toset(["a", "b"])\n  source   = "./modules/dns"\n}\n';
  const places = await placesOf(write("instances", { "main.tf": called, "modules/dns/rules.tf": recursive }));
  expect(new Set(places)).toEqual(new Set(["instances/modules/dns/rules.tf:3"]));
});
