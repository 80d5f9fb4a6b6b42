#!/usr/bin/env node
/**
 * Writes the files of a new rule, hop or resource type, with a test that fails until they are filled in:
 *
 *   npm run new -- rule DNS-40 idle-endpoint              a finding with a rule of its own
 *   npm run new -- hop quota ECS-05 [--before volume]     a hop, at the end or before another one
 *   npm run new -- resource-type aws_fsx_lustre_file_system
 *
 * For contributors: it is no command of mountpath. Exit code: 0 written · 2 invalid arguments, nothing written.
 */
import { hop } from "./hop.mjs";
import { Problem } from "./project.mjs";
import { resourceType } from "./resource-type.mjs";
import { rule } from "./rule.mjs";

const kinds = { rule, hop, "resource-type": resourceType };

try {
  const [kind = "", ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(kinds, kind)) {
    throw new Problem(
      `'${kind}' is not one of ${Object.keys(kinds).join(", ")}; for example: npm run new -- rule DNS-40 idle-endpoint`,
    );
  }
  const { project, next } = kinds[kind](rest);
  const files = await project.write();
  process.stdout.write(`${files.join("\n")}\n\nNext:\n${next.map((line) => `  ${line}`).join("\n")}\n`);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
