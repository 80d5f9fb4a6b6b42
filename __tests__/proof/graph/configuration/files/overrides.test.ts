/** Override files change a folder of Terraform block by block. */
import { rmSync } from "node:fs";

import { type Graph } from "../../../../../proof/graph/graph";
import { InputError } from "../../../../../proof/graph/input-error";
import { readInputs } from "../../../../../proof/graph/read";
import { folderOf } from "../../folders";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folder(files: Readonly<Record<string, unknown>>): string {
  const root = folderOf(files);
  folders.push(root);
  return root;
}

const graphOf = (files: Readonly<Record<string, unknown>>) => readInputs([folder(files)]);

/** A value as text: known, or why it is not. */
function shown(graph: Graph, address: string, path: string): string {
  const value = graph.follow(graph.resource(address)!.get(path));
  if (value.kind === "unknown") return `unknown (${value.expression}: ${value.why})`;
  return graph.text(value) ?? graph.describe(value);
}

async function problemOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const root = folder(files);
  try {
    await readInputs([root]);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(`${root}/`, "").replaceAll(root, ".");
    throw error;
  }
  return "read";
}

describe("override files", () => {
  const vpc = 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n';
  const provider = (region: string, more = "") => `provider "aws" {\n  region = "${region}"\n${more}}\n`;
  const regionOf = async (files: Readonly<Record<string, unknown>>) =>
    (await graphOf(files)).resource("aws_vpc.v")!.provider;

  test("change a provider's Region, and leave its other arguments", async () => {
    const main = `${provider("eu-west-1", '  allowed_account_ids = ["111111111111"]\n')}${vpc}`;
    expect(await regionOf({ "main.tf": main, "local_override.tf": provider("eu-west-3") })).toEqual({
      name: "aws",
      region: "eu-west-3",
      accounts: ["111111111111"],
    });
  });

  test("can add a provider block if there is none, and change that of an alias", async () => {
    expect((await regionOf({ "main.tf": vpc, "override.tf": provider("eu-west-3") }))?.region).toBe("eu-west-3");
    const aliased = vpc.replace("{\n", "{\n  provider = aws.west\n");
    const files = {
      "main.tf": `${provider("eu-west-1")}${provider("us-west-1", '  alias = "west"\n')}${aliased}`,
      "override.tf": provider("us-west-2", '  alias = "west"\n'),
    };
    expect((await regionOf(files))?.region).toBe("us-west-2");
  });

  test("fail with an alias that does not exist", async () => {
    const override = provider("us-west-2", '  alias = "west"\n');
    expect(await problemOf({ "main.tf": vpc, "override.tf": override })).toBe(
      "override.tf overrides provider.aws.west, which is not there: take it out, as Terraform would ask",
    );
  });

  const group = (blocks: string) => `resource "aws_security_group" "g" {\n${blocks}\n}\n`;
  const rule = (port: number) => `ingress {\n  from_port = ${port}\n}`;
  const dynamic = (port: number) =>
    `dynamic "ingress" {\n  for_each = [${port}]\n  content {\n    from_port = ingress.value\n  }\n}`;
  const portsOf = async (before: string, after: string) => {
    const graph = await graphOf({ "main.tf": group(before), "override.tf": group(after) });
    return graph.items(graph.resource("aws_security_group.g")!.get("ingress")).items.map((block) => {
      return block.kind === "object" ? graph.text(block.entries.get("from_port")!) : undefined;
    });
  };

  test.each([
    ["blocks by dynamic ones", rule(1), dynamic(2)],
    ["dynamic blocks by others", dynamic(1), rule(2)],
    ["dynamic blocks by dynamic ones", dynamic(1), dynamic(2)],
  ])("replace %s", async (_what, before, after) => {
    expect(await portsOf(before, after)).toEqual(["2"]);
  });

  test("keep the other dynamic blocks", async () => {
    const egress = dynamic(3).replace(/ingress/g, "egress");
    const graph = await graphOf({ "main.tf": group(`${dynamic(1)}\n${egress}`), "override.tf": group(dynamic(2)) });
    const { items } = graph.items(graph.resource("aws_security_group.g")!.get("egress"));
    expect(items).toHaveLength(1);
  });

  test("keep the line of the original block", async () => {
    const graph = await graphOf({ "main.tf": `\n\n${vpc}`, "override.tf": vpc.replace("10.0", "10.9") });
    expect(graph.resource("aws_vpc.v")!.writtenAt).toEqual({
      file: expect.stringMatching(/main\.tf$/) as string,
      line: 3,
    });
    expect(shown(graph, "aws_vpc.v", "cidr_block")).toBe("10.9.0.0/16");
  });
});
