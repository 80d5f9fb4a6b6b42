/** Unusual folders of Terraform: limits, missing modules, values that don't match their types. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type GivenVariables } from "../../../../proof/graph/configuration/variables/variables";
import { type Graph } from "../../../../proof/graph/graph";
import { InputError } from "../../../../proof/graph/input-error";
import { readInputs } from "../../../../proof/graph/read";
import { folderOf } from "../folders";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folder(files: Readonly<Record<string, unknown>>): string {
  const root = folderOf(files);
  folders.push(root);
  return root;
}

const graphOf = (files: Readonly<Record<string, unknown>>, given?: GivenVariables) =>
  readInputs([folder(files)], given);

/** A value as text: known, or why it is not. */
function shown(graph: Graph, address: string, path: string): string {
  const value = graph.follow(graph.resource(address)!.get(path));
  if (value.kind === "unknown") return `unknown (${value.expression}: ${value.why})`;
  return graph.text(value) ?? graph.describe(value);
}

async function problemOf(files: Readonly<Record<string, unknown>>, given?: GivenVariables): Promise<string> {
  const root = folder(files);
  try {
    await readInputs([root], given);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(`${root}/`, "").replaceAll(root, ".");
    throw error;
  }
  return "read";
}

describe("file and templatefile", () => {
  const tags = (expression: string) => `resource "aws_vpc" "v" {\n  tags = { it = ${expression} }\n}`;
  const outside = "the file is missing, or outside of the configuration";

  test.each([
    ["in the folder", 'file("${path.module}/a.txt")', "text"],
    ["below it", 'file("below/b.txt")', "below"],
    ["of a template", 'templatefile("t.tpl", { names = ["x", "y"] })', "x,y"],
    ["outside", 'file("../outside.txt")', `unknown (file("../outside.txt"): ${outside})`],
    ["outside, by its path", 'file("/etc/hostname")', `unknown (file("/etc/hostname"): ${outside})`],
    ["outside, by a link", 'file("link.txt")', `unknown (file("link.txt"): ${outside})`],
    ["that is missing", 'file("none.txt")', `unknown (file("none.txt"): ${outside})`],
    ["that is a folder", 'file("below")', `unknown (file("below"): ${outside})`],
    ["that is large", 'file("large.txt")', 'unknown (file("large.txt"): the file is over 1 MB)'],
  ])("read %s", async (_where, expression, expected) => {
    const root = folder({
      "outside.txt": "outside",
      "in/main.tf": tags(expression),
      "in/a.txt": "text",
      "in/below/b.txt": "below",
      "in/t.tpl": '${join(",", names)}',
      "in/large.txt": "x".repeat(1024 * 1024 + 1),
    });
    symlinkSync(join(root, "outside.txt"), join(root, "in", "link.txt"));
    expect(shown(await readInputs([join(root, "in")]), "aws_vpc.v", "tags.it")).toBe(expected);
  });

  test("refuse bytes that are not text", async () => {
    const root = folder({
      "main.tf": `${tags('file("a.bin")')}\nresource "aws_vpc" "b" {\n tags = { it = filebase64("a.bin") }\n}`,
    });
    writeFileSync(join(root, "a.bin"), Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    const graph = await readInputs([root]);
    expect(shown(graph, "aws_vpc.v", "tags.it")).toBe('unknown (file("a.bin"): the file is not UTF-8 text)');
    expect(shown(graph, "aws_vpc.b", "tags.it")).toBe("//4AQQ==");
  });

  test("read the files of the module that calls them", async () => {
    const graph = await graphOf({
      "main.tf": 'module "m" {\n  source = "./m"\n}',
      "m/main.tf": 'resource "aws_vpc" "v" {\n  tags = { it = file("${path.module}/own.txt") }\n}',
      "m/own.txt": "own",
    });
    expect(shown(graph, "module.m.aws_vpc.v", "tags.it")).toBe("own");
  });
});

describe("modules", () => {
  const call = (source: string) => `module "net" {\n  source = "${source}"\n}\n`;
  const why = async (files: Readonly<Record<string, unknown>>) => {
    const graph = await graphOf(files);
    return graph.resource("module.net")?.unsure?.why;
  };
  const install = "run terraform get in the folder, or pass the saved plan instead";

  test.each([
    ["of the registry", "terraform-aws-modules/vpc/aws"],
    ["of a repository", "git::https://example.com/network.git?ref=v1.2.0"],
  ])("%s that are not installed are unknown, and say how to install them", async (_where, source) => {
    expect(await why({ "main.tf": call(source) })).toBe(`the module ${source} is not installed: ${install}`);
  });

  test("with another version than in the call are not used", async () => {
    const files = {
      "main.tf": 'module "net" {\n  source  = "a/b/aws"\n  version = "2.0.0"\n}',
      ".terraform/modules/modules.json": {
        Modules: [
          { Key: "net", Source: "registry.terraform.io/a/b/aws", Version: "1.0.0", Dir: ".terraform/modules/net" },
        ],
      },
      ".terraform/modules/net/main.tf": 'resource "aws_vpc" "v" {}',
    };
    expect(await why(files)).toBe(
      `the module a/b/aws is not installed: .terraform/modules holds registry.terraform.io/a/b/aws 1.0.0 instead: ${install}`,
    );
  });

  test("whose folder is missing are unknown, even if modules.json lists it", async () => {
    const manifest = {
      Modules: [{ Key: "net", Source: "registry.terraform.io/a/b/aws", Dir: ".terraform/modules/net" }],
    };
    expect(await why({ "main.tf": call("a/b/aws"), ".terraform/modules/modules.json": manifest })).toBe(
      `the module a/b/aws is not installed: ${install}`,
    );
  });

  test("with another source in modules.json are not used", async () => {
    const files = {
      "main.tf": call("a/new/aws"),
      ".terraform/modules/modules.json": {
        Modules: [{ Key: "net", Source: "registry.terraform.io/a/old/aws", Dir: ".terraform/modules/net" }],
      },
      ".terraform/modules/net/main.tf": 'resource "aws_vpc" "v" {}',
    };
    expect(await why(files)).toBe(
      `the module a/new/aws is not installed: .terraform/modules holds registry.terraform.io/a/old/aws instead: ${install}`,
    );
  });

  test("with a missing folder report it", async () => {
    expect(await why({ "main.tf": call("./net") })).toBe("the folder of the module ./net does not exist");
  });

  test("are found through modules.json if a call is nested, or names a subfolder", async () => {
    const graph = await graphOf({
      "main.tf": call("a/b/aws//modules/core"),
      ".terraform/modules/modules.json": {
        Modules: [
          { Key: "", Source: "", Dir: "." },
          {
            Key: "net",
            Source: "registry.terraform.io/a/b/aws//modules/core",
            Dir: ".terraform/modules/net/modules/core",
          },
          { Key: "net.inner", Source: "../inner", Dir: ".terraform/modules/net/modules/inner" },
        ],
      },
      ".terraform/modules/net/modules/core/main.tf": 'module "inner" {\n  source = "../inner"\n}',
      ".terraform/modules/net/modules/inner/main.tf": 'resource "aws_vpc" "v" {}',
    });
    expect(graph.resource("module.net.module.inner.aws_vpc.v")).toBeDefined();
  });
});

describe("variables", () => {
  const declared = (type: string, more = "") => `variable "v" {\n  type = ${type}\n${more}}\n`;
  const uses = 'resource "aws_vpc" "v" {\n  tags = { it = jsonencode(var.v) }\n}\n';
  const option = (text: string): GivenVariables => ({ options: [{ name: "v", text }], environment: {} });

  test("without a value are unknown by name", async () => {
    const plainly = uses.replace("jsonencode(var.v)", "var.v");
    expect(shown(await graphOf({ "main.tf": declared("string") + plainly }), "aws_vpc.v", "tags.it")).toBe(
      "unknown (var.v: the variable has no value)",
    );
  });

  test.each([
    ["bool", "perhaps", '--var v is not a bool: "perhaps"'],
    ["number", "many", '--var v is not a number: "many"'],
    ["list(string)", '["a"', "--var v "],
    ["list(string)", '"a"', '--var v is not a list: "a"'],
    ["object({ a = string })", "{ b = 1 }", '--var v lacks the attribute "a"'],
  ])("of type %s reject %s", async (type, text, expected) => {
    expect(await problemOf({ "main.tf": declared(type) + uses }, option(text))).toContain(expected);
  });

  test.each([
    ["bool", "true", "true"],
    ["string", "true", '"true"'],
    ["number", "12", "12"],
    ["list(string)", '["a", 1]', '["a", "1"]'],
    ["set(string)", '["b", "a", "b"]', '["a", "b"]'],
    ["object({ a = string, b = optional(number, 3) })", '{ a = "x" }', '{a = "x", b = 3}'],
    ["any", '["a"]', '["a"]'],
    ["map(string)", "{ a = 1 }", '{a = "1"}'],
  ])("of type %s accept %s", async (type, text, expected) => {
    expect(shown(await graphOf({ "main.tf": declared(type) + uses }, option(text)), "aws_vpc.v", "tags.it")).toBe(
      `jsonencode(${expected})`,
    );
  });

  test("that are not declared are refused on the command line, and ignored in files", async () => {
    expect(await problemOf({ "main.tf": uses }, { options: [{ name: "w", text: "1" }], environment: {} })).toContain(
      "--var w",
    );
    expect(await problemOf({ "main.tf": declared("string") + uses, "terraform.tfvars": 'w = "x"' })).toBe("read");
  });
});

describe("declarations", () => {
  test.each([
    ["resource", 'resource "aws_vpc" "v" {}', "aws_vpc.v"],
    ["variable", 'variable "v" {}', "variable.v"],
    ["local", "locals {\n  v = 1\n}", "local.v"],
    ["module", 'module "v" {\n  source = "./m"\n}', "module.v"],
    ["output", 'output "v" {\n  value = 1\n}', "output.v"],
  ])("of one %s in two files are refused, as in Terraform", async (_what, text, name) => {
    const files = { "a.tf": text, "b.tf": text, "m/main.tf": "" };
    expect(await problemOf(files)).toBe(`b.tf declares ${name} twice, also in a.tf: remove one of them`);
  });
});

test("a folder that cannot be read is reported", async () => {
  const root = folder({});
  mkdirSync(join(root, "empty"));
  await expect(readInputs([join(root, "empty")])).rejects.toThrow(/holds no/);
});
