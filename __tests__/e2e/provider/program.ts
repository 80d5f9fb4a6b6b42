import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { providerMirror } from "../../support/prerequisites";

const root = resolve(__dirname, "../../..");

/** The AWS provider in the mirror; undefined if there is none, or more than one. */
export function providerProgram(): string | undefined {
  const mirror = providerMirror();
  if (!mirror) return undefined;
  const folder = join(mirror, "registry.terraform.io/hashicorp/aws");
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const programs = readdirSync(folder)
    .map((version) => join(folder, version, `${process.platform}_${arch}`))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
    .filter((path) => /\/terraform-provider-aws[^/]*$/.test(path));
  return programs.length === 1 ? programs[0] : undefined;
}

/** The types of resources and data sources in this project's stacks and in its example of Terraform that reads them. */
export function typesInUse(): ReadonlySet<string> {
  const imported = textsOf(["modules", "stacks"], ".ts").flatMap((text) =>
    [...text.matchAll(/provider-aws\/lib\/(?:data-aws-)?([a-z0-9-]+)/g)].map(
      ([, name]) => `aws_${name!.replaceAll("-", "_")}`,
    ),
  );
  const written = textsOf(["examples"], ".tf").flatMap((text) =>
    [...text.matchAll(/^(?:resource|data) "(aws_\w+)"/gm)].map(([, type]) => type!),
  );
  return new Set([...imported, ...written]);
}

function textsOf(folders: readonly string[], extension: string): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(extension))
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
}
