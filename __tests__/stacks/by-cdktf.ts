/** What a synth writes, and what cdktf's own synthesizer writes of the same stacks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { StackSynthesizer as CdktfSynthesizer } from "cdktf/lib/synthesize/synthesizer";

import { type Organization } from "../../config/organization";
import { buildApp } from "../../main";
import { providersOnOneLine } from "../../stacks/provider-line";
import { type AnyStack } from "../../stacks/stack";

/** Stack traces of annotations in the manifest, which depend on the caller. */
const stackTraces = /"stacktrace": \[[^\]]*\]/g;

/** The texts of all files that a synth writes, by name; `change` is made to each stack before. */
export function synthesized(organization: Organization, change: (stack: AnyStack) => void = () => undefined) {
  const outdir = mkdtempSync(join(tmpdir(), "mountpath-synthesizer-"));
  try {
    return textsOf(organization, outdir, change);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function textsOf(organization: Organization, outdir: string, change: (stack: AnyStack) => void) {
  const app = buildApp(organization, outdir);
  for (const stack of app.node.children) change(stack as AnyStack);
  app.synth();
  const files = readdirSync(join(outdir, "stacks")).map((name) => join("stacks", name, "cdk.tf.json"));
  const texts = [...files, "manifest.json"].map(
    (file) => [file, readFileSync(join(outdir, file), "utf8").replace(stackTraces, "")] as const,
  );
  return Object.fromEntries(texts);
}

/** The same with cdktf's own synthesizer. */
export function byCdktf(organization: Organization, change: (stack: AnyStack) => void = () => undefined) {
  const texts = synthesized(organization, (stack) => {
    stack.synthesizer = new CdktfSynthesizer(stack);
    change(stack);
  });
  return Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [file, file === "manifest.json" ? text : providersOnOneLine(text)]),
  );
}
