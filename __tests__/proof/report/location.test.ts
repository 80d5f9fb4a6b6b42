import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { readGraph } from "../../../proof/graph/read";
import { Locator } from "../../../proof/report/location";

const folder = mkdtempSync(join(tmpdir(), "location-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }
}

const made = (construct: string) => ({ "//": { metadata: { path: construct } } });

test("resources of this project's own stacks have places in organization.yaml", () => {
  write({
    "cdktf.out/organization.lines.json": {
      file: "organization.yaml",
      lines: {
        "/workloadVpcs/apps": 4,
        "/workloadVpcs/apps/fileSystems/content": 9,
        "/workloadVpcs/apps/fileSystems/content/policy": 12,
        "/workloads/web/services/nginx": 20,
      },
    },
    "cdktf.out/manifest.json": {
      stacks: { "vpc-apps": { synthesizedStackPath: "stacks/vpc-apps/cdk.tf.json" } },
    },
    "cdktf.out/stacks/vpc-apps/cdk.tf.json": {
      resource: {
        aws_vpc: { apps: made("vpc-apps/apps/Resource") },
        aws_efs_file_system: { content: made("vpc-apps/FileSystems/content/Resource") },
        aws_efs_file_system_policy: {
          content: made("vpc-apps/FileSystems/content/Policy/Resource"),
          plain: made("vpc-apps/FileSystems/plain/Policy/Resource"),
        },
      },
    },
    "cdktf.out/stacks/ecs-web/cdk.tf.json": {
      resource: { aws_ecs_service: { nginx: made("ecs-web/Services/nginx/Resource") } },
    },
  });
  const locator = new Locator(readGraph(["cdktf.out"]));
  expect(locator.locate("aws_vpc.apps")).toEqual({ uri: "organization.yaml", line: 4 });
  expect(locator.locate("aws_efs_file_system.content")).toEqual({ uri: "organization.yaml", line: 9 });
  expect(locator.block("aws_efs_file_system.content")).toBe("organization.yaml:9");
  expect(locator.block("aws_efs_file_system_policy.content")).toBe("organization.yaml:12");
  expect(locator.block("aws_efs_file_system_policy.plain")).toBe("organization.yaml:4");
});

test("a file that git ignores is replaced by its source", () => {
  write({
    ".gitignore": "plan.json\n",
    "main.tf": "",
    "plan.json": { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, configuration: {} },
  });
  spawnSync("git", ["init", "--quiet"]);
  const locate = () => new Locator(readGraph(["plan.json"])).locate("aws_vpc.gone");
  expect(locate()).toEqual({ uri: "main.tf", line: 1 });
  writeFileSync(".gitignore", "");
  expect(locate()).toEqual({ uri: "plan.json", line: 1 });
});
