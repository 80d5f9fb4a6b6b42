import { openArchive } from "../../../../../proof/graph/configuration/files/folder";
import { configurationOfHcl } from "../../../../../proof/graph/configuration/files/hcl";
import { World } from "../../../../../proof/graph/configuration/world";
import { type Graph } from "../../../../../proof/graph/graph";
import { InputError } from "../../../../../proof/graph/input-error";
import { readInputs } from "../../../../../proof/graph/read";
import { folderOf } from "../../folders";

function valueOf(graph: Graph, address: string, attribute: string): string | undefined {
  return graph.text(graph.resource(address)!.get(attribute));
}

async function problemsOf(files: Record<string, unknown>): Promise<string> {
  const root = folderOf(files);
  try {
    await readInputs([root]);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(`${root}/`, "").replaceAll(root, ".");
    throw error;
  }
  return "read";
}

describe("Terraform in HCL", () => {
  test("is read beside JSON syntax, overrides included", async () => {
    const root = folderOf({
      "main.tf": `
        locals {
          cidr = "10.1.0.0/16"
        }
        locals { zone = "b" }
        resource "aws_vpc" "apps" { cidr_block = local.cidr }
        resource "aws_subnet" "a" {
          for_each   = toset(["a"])
          vpc_id     = aws_vpc.apps.id
          cidr_block = cidrsubnet(aws_vpc.apps.cidr_block, 8, 1)
          tags       = { "\${local.zone}" = each.key, escaped = "$\${x}" }
          lifecycle { ignore_changes = [tags] }
        }`,
      "more.tf.json": { resource: { aws_subnet: { b: { availability_zone: "us-east-1${local.zone}" } } } },
      "last_override.tf": `resource "aws_vpc" "apps" { cidr_block = "10.2.0.0/16" }`,
    });
    const graph = await readInputs([root]);
    expect(valueOf(graph, 'aws_subnet.a["a"]', "cidr_block")).toBe("10.2.1.0/24");
    expect(valueOf(graph, 'aws_subnet.a["a"]', "tags.b")).toBe("a");
    expect(valueOf(graph, 'aws_subnet.a["a"]', "tags.escaped")).toBe("${x}");
    expect(valueOf(graph, "aws_subnet.b", "availability_zone")).toBe("us-east-1b");
  });

  test("is read in local modules and in those that terraform init installed", async () => {
    const root = folderOf({
      "main.tf": `
        module "vpc" {
          source  = "terraform-aws-modules/vpc/aws"
          version = "~> 5.0"
          cidr    = "10.3.0.0/16"
        }
        module "local" { source = "./modules/subnet" }`,
      "modules/subnet/main.tf": `resource "aws_subnet" "this" { cidr_block = "10.3.1.0/24" }`,
      ".terraform/modules/modules.json": {
        Modules: [
          { Key: "", Source: "", Dir: "." },
          { Key: "vpc", Source: "registry.terraform.io/terraform-aws-modules/vpc/aws", Dir: ".terraform/modules/vpc" },
          { Key: "vpc.inner", Source: "./inner", Dir: ".terraform/modules/vpc/inner" },
        ],
      },
      ".terraform/modules/vpc/main.tf": `
        variable "cidr" {}
        resource "aws_vpc" "this" { cidr_block = var.cidr }
        module "inner" {
          source = "./inner"
          cidr   = var.cidr
        }`,
      ".terraform/modules/vpc/inner/main.tf": `
        variable "cidr" {}
        resource "aws_subnet" "this" { cidr_block = cidrsubnet(var.cidr, 8, 7) }`,
    });
    const graph = await readInputs([root]);
    expect(valueOf(graph, "module.vpc.aws_vpc.this", "cidr_block")).toBe("10.3.0.0/16");
    expect(valueOf(graph, "module.vpc.module.inner.aws_subnet.this", "cidr_block")).toBe("10.3.7.0/24");
    expect(valueOf(graph, "module.local.aws_subnet.this", "cidr_block")).toBe("10.3.1.0/24");
  });

  test("is read from the archive of a plan", async () => {
    const source = await openArchive(
      "tfplan",
      new Map([
        ["tfconfig/m-/main.tf", 'module "a" { source = "../elsewhere" }'],
        [
          "tfconfig/m-a/main.tf",
          `module "inner" { source = "./modules/inner" }
          resource "aws_vpc" "v" { tags = { folder = path.module } }`,
        ],
        ["tfconfig/m-a.inner/main.tf", 'resource "aws_vpc" "w" { tags = { folder = path.module } }'],
        [
          "tfconfig/modules.json",
          `[{ "Key": "", "Dir": "." }, { "Key": "a", "Source": "../elsewhere", "Dir": "../elsewhere" },
            { "Key": "a.inner", "Source": "./modules/inner", "Dir": "../elsewhere/modules/inner" }]`,
        ],
      ]),
    );
    const resources = new World([source]).resources();
    expect(resources.map(({ address }) => address)).toEqual(["module.a.aws_vpc.v", "module.a.module.inner.aws_vpc.w"]);
    expect(resources.map((resource) => resource.get("tags.folder"))).toEqual([
      { kind: "literal", value: "../elsewhere" },
      { kind: "literal", value: "../elsewhere/modules/inner" },
    ]);
    expect(resources[1]!.writtenAt).toEqual({ file: "../elsewhere/modules/inner/main.tf", line: 1 });
  });

  test("uses the values of variables in Terraform's order", async () => {
    const names = ["default", "environment", "tfvars", "json", "auto", "file", "option"];
    const declarations = names.map((name) => `variable "${name}" {\n default = "default"\n}`).join("\n");
    const outputs = names.map((name) => `  ${name} = var.${name}`).join("\n");
    const set = (from: number, value: string) => names.slice(from).map((name) => [name, value]);
    const hcl = (from: number, value: string) =>
      set(from, value)
        .map(([name]) => `${name} = "${value}"`)
        .join("\n");
    const root = folderOf({
      "main.tf": `${declarations}\nresource "aws_vpc" "v" {\ntags = {\n${outputs}\n}\n}`,
      "terraform.tfvars": hcl(2, "tfvars"),
      "terraform.tfvars.json": Object.fromEntries(set(3, "json")),
      "z.auto.tfvars": hcl(4, "auto"),
      "given/a.tfvars": hcl(5, "file"),
    });
    const graph = await readInputs([root], {
      environment: Object.fromEntries(set(1, "environment").map(([name, value]) => [`TF_VAR_${name}`, value])),
      options: [{ file: `${root}/given/a.tfvars` }, { name: "option", text: "option" }],
    });
    for (const name of names) expect([name, valueOf(graph, "aws_vpc.v", `tags.${name}`)]).toEqual([name, name]);
  });

  test("fails with file, line and column if it cannot be read", async () => {
    expect(await problemsOf({ "main.tf": 'resource "aws_vpc" "a" {\n  cidr_block = = 1\n}' })).toBe(
      "main.tf:2:16 is not valid HCL: Invalid expression; Expected the start of an expression, but found an invalid expression token: correct the file: terraform validate shows the same error",
    );
    expect(await problemsOf({ "main.tf": 'module "a" { source = "./a" }', "a/b.tf": "resource {" })).toMatch(
      /^a\/b\.tf:1:/,
    );
    expect(await problemsOf({ "main.tf": 'resource "aws_vpc" "a" {}\nresource "aws_vpc" "a" {}' })).toBe(
      "main.tf declares aws_vpc.a twice: remove one of them",
    );
  });

  test("has the line of each block, after comments, strings and heredocs", async () => {
    const root = folderOf({
      "main.tf": [
        '# resource "aws_vpc" "no" {',
        'locals { text = "} ${join("{", ["}"])} $${" }',
        "/*",
        'resource "aws_vpc" "b" {',
        "*/",
        'resource "aws_subnet" "a" {',
        "  tags = {",
        "    x = <<-EOT",
        'resource "aws_vpc" "b" {',
        "    EOT",
        "  }",
        "}",
        "",
        'resource "aws_vpc" "b" {',
        "}",
      ].join("\n"),
    });
    const graph = await readInputs([root]);
    expect(graph.resource("aws_subnet.a")!.writtenAt).toEqual({ file: `${root}/main.tf`, line: 6 });
    expect(graph.resource("aws_vpc.b")!.writtenAt).toEqual({ file: `${root}/main.tf`, line: 14 });
  });

  test("refuses a provider that is declared twice without another alias", async () => {
    const west = 'provider "aws" {\n  alias = "west"\n}\n';
    const main = 'provider "aws" {}\n';
    expect(await problemsOf({ "a.tf": main + west, "b.tf": 'provider "random" {}' })).toBe("read");
    expect(await problemsOf({ "a.tf": main, "b.tf": main })).toContain(
      "b.tf declares provider.aws twice, also in a.tf",
    );
    expect(await problemsOf({ "a.tf": main + west + west })).toContain("a.tf declares provider.aws.west twice: remove");
  });

  test("converts to the same JSON as JSON syntax", async () => {
    expect(
      await configurationOfHcl(
        "a.tf",
        'locals { a = 1 }\nlocals { b = var.x }\nprovider "aws" { region = "eu-west-1" }\nresource "a_b" "c" {\n d { e = "f" }\n }',
      ),
    ).toEqual({
      locals: { a: 1, b: "${var.x}" },
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: { a_b: { c: { d: [{ e: "f" }] } } },
    });
  });
});
