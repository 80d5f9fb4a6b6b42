/** The acknowledgements of a file for `review`, with errors by line and column. */
import { ConfigError } from "./errors";
import { type Finding } from "./finding";
import { located } from "./load";
import { reviewFile } from "./schema/acknowledgements";
import { parseWith } from "./schema-findings";
import { readSource } from "./source";

/** A change that somebody has decided to make, although the review stops for it. */
export interface Acknowledgement {
  readonly resource: string;
  readonly stack?: string | undefined;
  readonly code: string;
  readonly reason: string;
  readonly by: string;
  /** The last day on which it applies: `2027-01-31`. */
  readonly until: string;
  /** `review.yaml:4` */
  readonly place: string;
}

/** @throws ConfigError with everything that is wrong with the file */
export function readAcknowledgements(file: string): readonly Acknowledgement[] {
  const source = readSource(file);
  const parsed = parseWith(reviewFile, source);
  const findings: Finding[] = [...source.findings, ...parsed.findings];
  const entries = "data" in parsed ? parsed.data.acknowledge : [];
  const line = (at: number) => source.place(["acknowledge", at, "resource"]).line;
  const first = new Map<string, number>();
  for (const [at, { resource, stack, code }] of entries.entries()) {
    const key = JSON.stringify([resource, stack, code]);
    const before = first.get(key);
    if (before === undefined) first.set(key, at);
    else
      findings.push({
        path: ["acknowledge", at],
        message: `acknowledges the same as line ${line(before)}; keep one of them`,
      });
  }
  if (findings.length > 0) throw new ConfigError(source.file, located(source, findings));
  return entries.map((entry, at) => ({ ...entry, place: `${file}:${line(at)}` }));
}
