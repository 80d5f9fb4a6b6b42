/** Terraform's own output for a saved plan: `terraform show -json PLAN`. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { InputError } from "../../input-error";
import { parseJson } from "../../json/json-file";

/** Maximum bytes of the output, as for any JSON input. */
const largest = 128 * 1024 * 1024;
const longest = 5 * 60 * 1000;

const otherwise = "or give the plan as JSON, and its source: terraform show -json PLAN > plan.json, then --source DIR";

/**
 * Runs Terraform, or the program in TERRAFORM_BINARY_NAME (as cdktf does), in the folder that has its providers: the
 * plan's or the current one.
 *
 * @throws InputError if it cannot be run, or cannot read the plan
 */
export function showPlan(path: string, environment: NodeJS.ProcessEnv = process.env): unknown {
  const program = environment["TERRAFORM_BINARY_NAME"] || "terraform";
  const folder = dirname(resolve(path));
  const cwd = [folder, process.cwd()].find((one) => existsSync(join(one, ".terraform"))) ?? folder;
  const { status, stdout, stderr, error } = spawnSync(program, ["show", "-json", "-no-color", resolve(path)], {
    cwd,
    env: { ...environment, CHECKPOINT_DISABLE: "1" },
    maxBuffer: largest,
    timeout: longest,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const problem = (what: string, todo: string) => new InputError([{ path, what, todo: `${todo}, ${otherwise}` }]);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT")
    throw problem(`needs ${program}, which is not there`, "install it, or name another in TERRAFORM_BINARY_NAME");
  if (code === "ENOBUFS")
    throw problem(`is larger than ${largest / 1024 / 1024} MB as JSON`, "split the configuration");
  if (error) throw problem(`cannot be shown, since ${program} failed (${code ?? error.message})`, "run it by hand");
  if (status !== 0) {
    const said = firstError(stderr.toString("utf8"));
    throw problem(`cannot be shown by ${program} in ${cwd}: ${said}`, "run terraform init in the plan's folder first");
  }
  return parseJson(path, stdout);
}

/** `│ Error: Failed to load plugin schemas` → `Failed to load plugin schemas` */
function firstError(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[\s│╷╵]+/, "").trim());
  const line = lines.find((one) => one.startsWith("Error:")) ?? lines.find((one) => one !== "");
  return line?.replace(/^Error:\s*/, "") ?? "it says nothing";
}
