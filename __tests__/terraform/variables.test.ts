/** Compares the precedence of variable values with the real `terraform console`. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { readInputs } from "../../proof/graph/read";
import { folderOf } from "../proof/graph/folders";

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
const set = (from: number, value: string) =>
  names
    .slice(from)
    .map((name) => `${name} = "${value}"`)
    .join("\n");

test("variables have the values that Terraform gives them", async () => {
  const root = folderOf({
    "main.tf": `${names.map((name) => `variable "${name}" {\n  default = "default"\n}`).join("\n")}
resource "terraform_data" "v" {
  input = "${names.map((name) => `\${var.${name}}`).join(" ")}"
}`,
    "terraform.tfvars": set(2, "tfvars"),
    "m.auto.tfvars": set(3, "m"),
    "z.auto.tfvars": set(4, "z"),
    "given/a.tfvars": set(6, "file"),
  });
  try {
    const file = join(root, "given/a.tfvars");
    const environment = Object.fromEntries(names.slice(1).map((name) => [`TF_VAR_${name}`, "environment"]));
    const args = ["-var", "f=first", "-var", "g=first", `-var-file=${file}`, "-var", "h=last"];
    const { stdout, stderr } = spawnSync("terraform", ["console", ...args], {
      cwd: root,
      input: `"${names.map((name) => `\${var.${name}}`).join(" ")}"\n`,
      env: { ...process.env, ...environment, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined },
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const text = (name: string, value: string) => ({ name, text: value });
    const options = [text("f", "first"), text("g", "first"), { file }, text("h", "last")];
    const graph = await readInputs([root], { environment, options });
    const own = graph.text(graph.resource("terraform_data.v")!.get("input"));
    expect(own).toBe(stdout.trim().replaceAll('"', ""));
    expect(own).toBe("default environment tfvars m z first file last");
  } finally {
    rmSync(root, { recursive: true });
  }
});
