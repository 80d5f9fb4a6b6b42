/**
 * Writes the files that are generated from the sources: the schema of the organization file, its reference, and the
 * output contract. Exit code: 0 written, or up to date · 1 with --check, if a file is out of date · 2 not written.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { changesByProperty } from "../config/changes";
import { organizationJsonSchema } from "../config/json-schema";
import { organizationReference } from "../config/reference";
import { withDefinitions } from "../config/schema-definitions";
import { outputsReference } from "../stacks/outputs-reference";
import { program } from "./support/program";

const call = program("docs").option("--check", "write nothing; list the files that are out of date").parse();

const schema = organizationJsonSchema();
const documents = {
  "organization.schema.json": `${JSON.stringify(withDefinitions(schema, "urn:mountpath:organization"), undefined, 2)}\n`,
  "docs/organization.md": organizationReference(schema, changesByProperty),
  "docs/outputs.md": outputsReference(),
};

const outdated = Object.entries(documents).filter(([file, text]) => present(file) !== text);
for (const [file, text] of outdated) {
  if (call.opts<{ check?: boolean }>().check) {
    process.stderr.write(`${file} is not up to date; run npm run docs\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${file}\n`);
  }
}

function present(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
