import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";

const contract = readFileSync(join(projectRoot, "contract.json"), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-contract-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command with an earlier contract of this text. */
function against(text: string) {
  writeFileSync(join(folder, "earlier.json"), text);
  return runCommand("contract", ["--against", "earlier.json"], folder);
}

test("prints the contract that is committed", () => {
  expect(runCommand("contract", [], folder)).toEqual({ status: 0, stdout: contract, stderr: "" });
});

test("reports that no output was removed", () => {
  expect(against(contract)).toEqual({
    status: 0,
    stdout: "every output of the earlier contract is kept\n",
    stderr: "",
  });
});

test("fails with every output that was removed or has another type", () => {
  const earlier = {
    version: 1,
    stacks: { "shared-network": { vpc_id: { type: "list(string)" }, zone: { type: "string" } } },
  };
  expect(against(JSON.stringify(earlier))).toEqual({
    status: 1,
    stdout:
      "shared-network: output vpc_id is string, it was list(string)\nshared-network: output zone is gone, it was string\n",
    stderr: "",
  });
});

test("fails with one line for a file that is not a contract", () => {
  expect(against('{ "name": "other" }')).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "'earlier.json' is not a contract written by 'npm run contract': version: Invalid input: expected 1; stacks: Invalid input: expected record, received undefined\n",
  });
});
