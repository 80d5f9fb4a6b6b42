import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildSync } from "esbuild";

import { medianTimes } from "./measure";

/** Measures `npm run synth` against the same app compiled beforehand and run by bare Node: at most twice as long. */
export function benchSynth(): string {
  // Inside the project, so that the compiled app finds its packages.
  const folder = mkdtempSync(join(".build", "bench-"));
  const out = mkdtempSync(join(tmpdir(), "mountpath-bench-"));
  try {
    const compiled = join(folder, "synth.js");
    buildSync({
      entryPoints: ["commands/synth.ts"],
      outfile: compiled,
      bundle: true,
      packages: "external",
      platform: "node",
      loader: { ".sh": "text", ".corefile": "text" },
    });
    const outdir = join(out, "cdktf.out");
    process.env["CDKTF_OUTDIR"] = outdir;
    // Removes the last output, since a synth with unchanged input writes nothing.
    const afresh = (command: string) => ["sh", "-c", `rm -rf "$CDKTF_OUTDIR" && exec ${command}`];
    const { precompiled = Number.NaN, synth = Number.NaN } = medianTimes(
      { precompiled: afresh(`node ${compiled}`), synth: afresh("npm run --silent synth") },
      9,
    );
    return (
      `synth of the example: npm run synth ${synth.toFixed(0)} ms, precompiled by bare node ` +
      `${precompiled.toFixed(0)} ms, ratio ${(synth / precompiled).toFixed(2)} (at most 2)`
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  }
}
