/**
 * Folders of HCL that are judged without a plan: what the provider of the fixtures does not plan (S3 Files and VPC
 * encryption controls came later), and policy documents by data source. Each is the base and one change, whose truth was
 * written from the rules before the proof saw it.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readInputs } from "../../proof/graph/read";
import { prove } from "../../proof/prove";

interface Expected {
  /** The case that it changes by override files. @default the base alone */
  readonly on?: string;
  readonly verdict: string;
  readonly hop?: string;
  readonly rule?: string;
  /** `DNS-26 warning`. */
  readonly findings: readonly string[];
}

const root = join(__dirname, "source-only");
const names = readdirSync(root).filter((name) => existsSync(join(root, name, "expected.json")));

test.each(names)("%s", async (name) => {
  const expected = JSON.parse(readFileSync(join(root, name, "expected.json"), "utf8")) as Expected;
  const folder = mkdtempSync(join(tmpdir(), "source-only-"));
  try {
    for (const from of ["base", expected.on ?? "base", name]) cpSync(join(root, from), folder, { recursive: true });
    rmSync(join(folder, "expected.json"));
    const { paths, findings } = prove(await readInputs([folder]));
    expect(paths.map(({ verdict }) => verdict)).toEqual([expected.verdict]);
    const bad = paths[0]!.hops.filter(({ verdict }) => verdict === expected.verdict);
    if (expected.hop)
      expect(bad.map(({ hop, rule }) => `${hop} ${rule}`)).toContain(`${expected.hop} ${expected.rule}`);
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected.findings);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
