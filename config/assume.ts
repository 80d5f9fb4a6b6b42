/** The statements of a file for `prove --assume`, with errors by line and column. */
import type * as z from "zod";

import { ConfigError } from "./errors";
import { located } from "./load";
import { assumeFile, type assumption } from "./schema/assume";
import { parseWith } from "./schema-findings";
import { readSource } from "./source";

export type Assumption = z.output<typeof assumption>;

/** @throws ConfigError with everything that is wrong with the file */
export function readAssumptions(file: string): readonly Assumption[] {
  const source = readSource(file);
  const parsed = parseWith(assumeFile, source);
  const findings = [...source.findings, ...parsed.findings];
  if (findings.length > 0 || !("data" in parsed)) throw new ConfigError(source.file, located(source, findings));
  return parsed.data.assume;
}
