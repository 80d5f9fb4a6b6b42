import { readdirSync } from "node:fs";
import { join } from "node:path";

import { catalog, type CatalogEntry } from "../../commands/support/catalog";
import { version } from "../../package.json";
import { projectRoot, runCommand } from "../support/command";
import { sampled } from "../support/runs";

const commands = readdirSync(join(projectRoot, "commands"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));

test("the catalog has every command", () => {
  expect(Object.keys(catalog).sort()).toEqual(commands.sort());
});

test("--help lists every command with an example", () => {
  const { status, stdout } = runCommand("--help", [], projectRoot);
  expect(status).toBe(0);
  for (const [name, { summary, example }] of Object.entries<CatalogEntry>(catalog)) {
    expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain(` ${summary}\n`);
    expect(stdout).toContain(`$ ${example}\n`);
  }
});

test("--version prints the package's version", () => {
  expect(runCommand("--version", [], projectRoot)).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test("fails on an unknown command, and suggests the nearest", () => {
  expect(runCommand("sytnh", [], projectRoot)).toEqual({
    status: 2,
    stdout: "",
    stderr: "unknown command 'sytnh'; did you mean 'synth'?\n",
  });
});

test("fails without a command, with the list on standard error", () => {
  const { status, stdout, stderr } = runCommand("", [], projectRoot);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Usage: mountpath COMMAND");
});

test.each(
  sampled(
    commands.filter((name) => name !== "bench"),
    4,
  ),
)("%s --help has its example and exit codes; a wrong option exits with 2", (name) => {
  const { status, stdout } = runCommand(name, ["--help"], projectRoot);
  expect(status).toBe(0);
  const { example, exitCodes }: CatalogEntry = catalog[name as keyof typeof catalog];
  expect(stdout).toContain(`Usage: mountpath ${name} `);
  expect(stdout).toContain(`Example:\n  ${example}\n`);
  for (const [code, meaning] of Object.entries(exitCodes)) expect(stdout).toContain(`  ${code}  ${meaning}\n`);
  expect(runCommand(name, ["--no-such-option"], projectRoot).status).toBe(2);
});
