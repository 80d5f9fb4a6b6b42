/** A fixture with printed fixes inserted in its Terraform, planned by the real provider and proved again. */
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { noVariables } from "../../../proof/graph/configuration/variables/variables";
import { readGraph, readInputs } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type PathResult } from "../../../proof/verdict";
import { TerraformFolder } from "../../support/terraform";
import { fixtures, type PrintedFix } from "./kinds";
import { applyFix } from "./patch";

const fakeCredentials = {
  AWS_ACCESS_KEY_ID: "fake",
  AWS_SECRET_ACCESS_KEY: "fake",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** The problems of the applied fixes: none if Terraform plans them and their hops pass. */
export async function wrongWith(fixes: readonly PrintedFix[], stsUrl: string): Promise<string[]> {
  const { fixture } = fixes[0]!;
  const terraform = new TerraformFolder();
  try {
    copyConfiguration(join(fixtures, fixture), terraform.path);
    for (const text of new Set(fixes.map(({ terraform: fix }) => fix))) applyFix(terraform.path, text);
    await terraform.init([]);
    const environment = { ...fakeCredentials, AWS_ENDPOINT_URL: stsUrl };
    const options = ["-input=false", "-lock=false", "-refresh=false", "-out=tfplan"];
    const planned = await terraform.run(["plan", ...options], environment);
    if (planned.exitCode !== 0) return [planned.stderr];
    const { stdout } = await terraform.run(["show", "-json", "tfplan"]);
    writeFileSync(join(terraform.path, "plan.json"), stdout);
    const plan = join(terraform.path, "plan.json");
    const alone = stillWrong(fixes, prove(readGraph([plan])).paths);
    // Plan JSON hides some expressions, such as dynamic blocks.
    return alone.length === 0
      ? []
      : stillWrong(fixes, prove(await readInputs([plan], noVariables, [], [terraform.path])).paths);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    terraform.dispose();
  }
}

const named = ["workload", "container", "mountPath", "subnet"] as const;

function stillWrong(fixes: readonly PrintedFix[], paths: readonly PathResult[]): string[] {
  return fixes.flatMap(({ path, hop }) => {
    const after = paths.filter((one) => named.every((name) => one[name] === path[name] || isHidden(path[name])));
    if (after.length === 0) return [`${hop.hop}: no such path any more`];
    const found = after.map(({ hops }) => hops.find((one) => one.hop === hop.hop));
    const wrong = found.find((one) => one?.verdict !== "passes");
    return found.every((one) => one?.verdict === "passes") ? [] : [`${hop.hop} ${wrong?.verdict}: ${wrong?.detail}`];
  });
}

/** A name that plan JSON hides and the source shows. */
function isHidden(name: string): boolean {
  return name.startsWith("unknown (");
}

function copyConfiguration(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (!/\.json$/.test(name)) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}
