/** The assumptions of `organization.yaml` that a synth wrote beside its stacks. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type Assumption } from "../../assumption";
import { InputError } from "../../input-error";
import { readJson } from "../../json/json-file";
import { isRecord, property } from "../../json/json-syntax";

const fileName = "organization.assume.json";

/** @throws InputError if the file is not one that a synth writes */
export function readAssumed(folder: string): readonly Assumption[] {
  const path = join(folder, fileName);
  if (!existsSync(path)) return [];
  const statements = property(readJson(path), "assume");
  if (Array.isArray(statements) && statements.every(isAssumption)) return statements;
  throw new InputError([{ path, what: "does not hold statements", todo: "run npm run synth again" }]);
}

function isAssumption(value: unknown): value is Assumption {
  if (!isRecord(value)) return false;
  const texts = ["statement", "reason"].map((name) => property(value, name));
  return texts.every((text) => typeof text === "string");
}
