/** The project's files as they will be: nothing is written before everything is known to fit. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { format, resolveConfig } from "prettier";

/** An invalid argument, or a file that is not as expected. */
export class Problem extends Error {}

export class Project {
  /** Contents by path, relative to the root of the project. */
  files = new Map();

  /** @param path a file that must not exist yet */
  add(path, text) {
    if (existsSync(path)) throw new Problem(`${path} exists already; choose another name`);
    this.files.set(path, text);
  }

  /** Edits a file as text. @param change returns undefined if the place to edit is missing */
  edit(path, change) {
    const before = this.files.get(path) ?? readFileSync(path, "utf8");
    const after = change(before);
    if (after === undefined) throw new Problem(`${path} is not as expected; edit it by hand`);
    this.files.set(path, after);
  }

  async write() {
    const formatted = await Promise.all(
      [...this.files].map(async ([path, text]) => [path, await formattedText(path, text)]),
    );
    for (const [path, text] of formatted) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return [...this.files.keys()];
  }
}

async function formattedText(path, text) {
  if (!/\.(?:ts|md)$/.test(path)) return text;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** Inserts a line into a sorted run of lines: before the first one that comes after it, or after the last one. */
export function insertSorted(text, line, isLine, key = (one) => one) {
  const lines = text.split("\n");
  const run = lines.flatMap((one, at) => (isLine(one) ? [at] : []));
  if (run.length === 0) return undefined;
  const later = run.find((at) => key(lines[at]) > key(line));
  lines.splice(later ?? run.at(-1) + 1, 0, line);
  return lines.join("\n");
}

/** Inserts an import where the linter wants it. */
export function insertImport(text, line) {
  return insertSorted(
    text,
    line,
    (one) => one.startsWith("import "),
    (one) => /"(.*)"/.exec(one)[1].toLowerCase(),
  );
}

/** `idle-endpoint` → `idleEndpoint`. */
export function camelCase(name) {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** @throws Problem if a name is not in kebab case */
export function checkName(name, what) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? ""))
    throw new Problem(`${what} should be in kebab case, such as idle-endpoint, got '${name ?? ""}'`);
}

/** @throws Problem if it is not an ID such as DNS-03 */
export function checkRule(id) {
  if (!/^(?:DNS|VPC|EFS|ECS|EKS|EP|TF)-\d{2}$/.test(id ?? ""))
    throw new Problem(`the rule should be an ID such as DNS-03, got '${id ?? ""}'`);
}

const providers = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
`;

/** A fixture without a configuration: the fixture suites fail until it is written and planned. */
export function addFixture(project, folder, description) {
  const path = `__tests__/proof/fixtures/${folder}`;
  project.add(`${path}/main.tf`, `# ${description}\n`);
  project.add(`${path}/providers.tf`, providers);
  project.add(`${path}/expected.json`, `${JSON.stringify({ description, paths: [], findings: [] }, undefined, 2)}\n`);
  return `write ${path}/main.tf and expected.json, then run node __tests__/proof/fixtures/replan.mjs ${path}`;
}
