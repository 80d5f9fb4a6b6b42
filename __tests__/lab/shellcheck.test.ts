import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { containersOf } from "../support/container-definitions";
import { exampleNamed, exampleNames } from "../support/examples";
import { synthFile } from "../support/synth";
import { scriptOf } from "../support/user-data";

/** The output of shellcheck for a script, from a file or standard input. */
function shellcheck(script: string | { readonly file: string }): string {
  const file = typeof script === "string" ? "-" : script.file;
  return spawnSync("shellcheck", [file], { encoding: "utf8", input: typeof script === "string" ? script : "" }).stdout;
}

const root = join(__dirname, "../..");
const files = ["modules", "bin", ".ci"]
  .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".sh"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));

/** Every ECS stack of the examples. */
const examples = exampleNames.flatMap((name) =>
  Object.entries(synthFile(exampleNamed(name)))
    .filter(([stack]) => stack.startsWith("ecs-"))
    .map(([stack, json]) => [`${name} ${stack}`, json] as const),
);
const userData = examples.flatMap(([example, { resource }]) =>
  ["aws_launch_template"].flatMap((type) =>
    Object.entries(resource[type] ?? {})
      .filter(([, block]) => block["user_data"] !== undefined)
      .map(([name, block]) => [`${example} ${name}`, scriptOf(block["user_data"])] as const),
  ),
);
const wrapped = examples.flatMap(([example, stack]) =>
  Object.keys(stack.resource["aws_ecs_task_definition"]!).flatMap((task) =>
    Object.values(containersOf(stack, task)).flatMap(({ name, entryPoint = [] }) => {
      const script = entryPoint[entryPoint.indexOf("-c") + 1];
      return entryPoint.includes("-c") ? [[`${example} ${name}`, `#!/bin/sh\n${script}`] as const] : [];
    }),
  ),
);

describe("shellcheck", () => {
  test.each(files)("accepts %s", (file) => {
    expect(shellcheck({ file: join(root, file) })).toBe("");
  });

  test.each(userData)("accepts the user data of %s", (_, script) => {
    expect(shellcheck(script)).toBe("");
  });

  test.each(wrapped)("accepts the script of container %s", (_, script) => {
    expect(shellcheck(script)).toBe("");
  });

  test("fails a script with a mistake", () => {
    expect(shellcheck("#!/bin/sh\nrm -rf $undefined/*\n")).toContain("SC2154");
  });
});
