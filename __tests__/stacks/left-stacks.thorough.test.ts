import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../support/command";
import { changed, exampleFile, type File, variants, yamlOf } from "../support/variants";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mountpath-left-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function synth(file: File, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, "organization.yaml"), yamlOf(file));
  const { status, stderr } = runCommand("synth", ["--no-prove"], folder, env);
  expect(status).toBe(0);
  return stderr;
}

/** A local state with a file system and a VPC in account 222222222222. */
function writeState(stack: string, resources: readonly string[]): void {
  const json = {
    version: 4,
    resources: resources.map((address) => {
      const [type, name] = address.split(".");
      const arn = `arn:aws:ec2:us-east-1:222222222222:thing/${name}`;
      return { mode: "managed", type, name, instances: [{ attributes: { arn } }] };
    }),
  };
  writeFileSync(join(folder, `terraform.${stack}.tfstate`), JSON.stringify(json));
}

const withoutWorkloads = changed((file) => (file.workloads = {}));
const inS3 = (file: File): File => ({ ...file, state: { backend: "s3", bucket: "example-terraform-state" } });

describe("a stack that has left the file", () => {
  test("is named with its local state, and with the lines that destroy it, workloads before VPCs", () => {
    writeState("vpc-old", ["aws_vpc.old", "aws_efs_file_system.data"]);
    writeState("ecs-web", ["aws_ecs_cluster.web"]);
    expect(synth(withoutWorkloads)).toBe(
      "ecs-web left the file organization.yaml; still deployed: terraform.ecs-web.tfstate has 1 resource\n" +
        "vpc-old left the file organization.yaml; still deployed: terraform.vpc-old.tfstate has 2 resources\n" +
        "to destroy: add these lines to organization.yaml, run npm run deploy -- ecs-web vpc-old, then remove the lines\n" +
        "  retired:\n" +
        "    ecs-web: { account: apps }\n" +
        "    vpc-old: { account: apps, fileSystems: { data: keep } }\n",
    );
  });

  test("is named by a review of plans of the other stacks", () => {
    writeState("ecs-web", ["aws_ecs_cluster.web"]);
    synth(withoutWorkloads);
    const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: { root_module: {} } };
    writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...plan, resource_changes: [], configuration: {} }));
    const review = (...args: string[]) => runCommand("review", ["--stacks", "cdktf.out", "plan.json", ...args], folder);
    const { stdout } = review();
    expect(stdout).toMatch(/^## .*; left the file: ecs-web$/m);
    expect(stdout).toContain(
      "### Left the file\n\n- `ecs-web`: still deployed:&#8203; terraform.ecs-web.tfstate has 1 resource\n",
    );
    const left = [{ name: "ecs-web", deployed: "still deployed: terraform.ecs-web.tfstate has 1 resource" }];
    expect(JSON.parse(review("--format", "json").stdout)).toMatchObject({ leftStacks: left });
    writeState("ecs-web", []);
    expect(review().stdout).not.toContain("eft the file");
  });

  test("is named again by a synth that changes nothing, and by deploy-plan, until its state is empty", () => {
    writeState("ecs-web", ["aws_ecs_cluster.web"]);
    const named = "ecs-web left the file organization.yaml; still deployed: terraform.ecs-web.tfstate has 1 resource\n";
    expect(synth(withoutWorkloads)).toContain(named);
    expect(synth(withoutWorkloads)).toContain(named);
    const { status, stderr } = runCommand("deploy-plan", ["--format", "json"], folder);
    expect(status).toBe(0);
    expect(stderr).toContain(named);
    writeState("ecs-web", []);
    expect(synth(withoutWorkloads)).toBe("");
  });

  test("is named with its place if its state is in S3, in every later synth", () => {
    expect(synth(inS3(exampleFile()))).toBe("");
    const expected =
      "ecs-web left the file organization.yaml; it may still be deployed: its state is s3://example-terraform-state/example/ecs-web.tfstate (if it was destroyed, remove it from cdktf.out/left.json)\n" +
      "eks-platform left the file organization.yaml; it may still be deployed: its state is s3://example-terraform-state/example/eks-platform.tfstate (if it was destroyed, remove it from cdktf.out/left.json)\n" +
      "to destroy: add these lines to organization.yaml, run npm run deploy -- ecs-web eks-platform, then remove the lines\n" +
      "  retired:\n" +
      "    ecs-web: { account: apps }\n" +
      "    eks-platform: { account: apps }\n";
    expect(synth(inS3(withoutWorkloads))).toBe(expected);
    expect(synth(inS3(withoutWorkloads))).toBe(expected);
    expect(synth({ ...inS3(withoutWorkloads), region: "us-east-1", defaultTags: { A: "1" } })).toBe(expected);
  });

  test("is not named while it is retired, and no longer after it was", () => {
    synth(inS3(exampleFile()));
    const retired = { ...inS3(withoutWorkloads), retired: { "ecs-web": { account: "apps" } } };
    expect(synth(retired)).toContain("deploy -- eks-platform,");
    expect(synth(retired)).not.toContain("ecs-web");
    expect(synth(inS3(withoutWorkloads))).not.toContain("ecs-web");
  });

  test("is not named if it was never deployed", () => {
    synth(exampleFile());
    expect(synth(withoutWorkloads)).toBe("");
  });

  test("is not named in the folder of another organization", () => {
    synth(inS3(exampleFile()));
    expect(synth({ ...inS3(withoutWorkloads), name: "other" })).not.toContain("left the file");
  });

  test.each(["null", "[1]", '{"resources":[null,{"mode":"managed","instances":[null,{"attributes":1}]}]}', "{"])(
    "is not found in a state that is %s",
    (text) => {
      writeFileSync(join(folder, "terraform.vpc-old.tfstate"), text);
      expect(synth(exampleFile())).toBe("");
      writeFileSync(join(folder, "cdktf.out/left.json"), text);
      expect(synth(exampleFile())).toBe("");
    },
  );

  test("keeps names from a state away from the terminal's control", () => {
    writeState("vpc-old", ["aws_efs_file_system.a\u001b[2J"]);
    expect(synth(withoutWorkloads)).toContain("fileSystems: { a\\u001b[2J: keep } }");
  });
});

describe("the folder of a stack that has left the file", () => {
  test("is removed", () => {
    synth(exampleFile());
    synth(withoutWorkloads);
    expect(readdirSync(join(folder, "cdktf.out/stacks"))).toEqual(["shared-network", "vpc-apps"]);
  });

  test("is left empty for cdktf, which removes it and fails if it is missing", () => {
    synth(exampleFile());
    mkdirSync(join(folder, "cdktf.out/stacks/ecs-web/.terraform"));
    synth(withoutWorkloads, { CDKTF_OUTDIR: "cdktf.out" });
    expect(readdirSync(join(folder, "cdktf.out/stacks")).sort()).toEqual([
      "ecs-web",
      "eks-platform",
      "shared-network",
      "vpc-apps",
    ]);
    expect(readdirSync(join(folder, "cdktf.out/stacks/ecs-web"))).toEqual([]);
  });
});

test("retired stacks are deployed first, VPCs after workloads", () => {
  writeFileSync(join(folder, "organization.yaml"), yamlOf(variants["retired stacks"]!));
  expect(runCommand("deploy-plan", [], folder).stdout).toBe(
    "1. npm run deploy -- shared-network ecs-old\n" +
      "2. npm run deploy -- vpc-apps vpc-old\n" +
      "3. npm run deploy -- ecs-web eks-platform\n",
  );
  synth(variants["retired stacks"]!);
  expect(readFileSync(join(folder, "cdktf.out/stacks/ecs-old/cdk.tf.json"), "utf8")).not.toContain('"resource"');
});
