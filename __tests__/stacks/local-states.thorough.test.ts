import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../support/command";
import { changed, exampleFile, type File, yamlOf } from "../support/variants";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mountpath-states-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function synth(file: File, config = "organization.yaml") {
  writeFileSync(join(folder, config), yamlOf(file));
  return runCommand("synth", ["--no-prove", "--config", config], folder);
}

function pathIn(stack: string): string {
  const file = join(folder, "cdktf.out/stacks", stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as { terraform: { backend: { local: { path: string } } } };
  return json.terraform.backend.local.path;
}

/** The path at which `vpc-apps` reads the state of `shared-network`. */
function readPath(): string {
  const file = join(folder, "cdktf.out/stacks/vpc-apps/cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as {
    data: { terraform_remote_state: Record<string, { config: { path: string } }> };
  };
  return json.data.terraform_remote_state["shared-network"]!.config.path;
}

/** A state with one named VPC. */
function writeState(file: string, name: string | undefined): void {
  const attributes = name === undefined ? { id: "vpc-1" } : { id: "vpc-1", tags: { Name: name } };
  const resources = [{ mode: "managed", type: "aws_vpc", name: "apps", instances: [{ attributes }] }];
  writeFileSync(join(folder, file), JSON.stringify({ version: 4, resources }));
}

const named = (name: string) => changed((file) => (file.name = name));

describe("a local state", () => {
  test("has the organization's name in its own name", () => {
    synth(exampleFile());
    expect(pathIn("vpc-apps")).toBe("../../../terraform.example.vpc-apps.tfstate");
    expect(readPath()).toBe("../../../terraform.example.shared-network.tfstate");
  });

  test("keeps the name of earlier versions, also where other stacks read it", () => {
    writeState("terraform.shared-network.tfstate", "example-shared-network");
    synth(exampleFile());
    expect(pathIn("shared-network")).toBe("../../../terraform.shared-network.tfstate");
    expect(readPath()).toBe("../../../terraform.shared-network.tfstate");
    expect(pathIn("vpc-apps")).toBe("../../../terraform.example.vpc-apps.tfstate");
  });

  test("keeps the name of earlier versions if nothing in it is named", () => {
    writeState("terraform.vpc-apps.tfstate", undefined);
    synth(exampleFile());
    expect(pathIn("vpc-apps")).toBe("../../../terraform.vpc-apps.tfstate");
  });

  test("has the new name once it was renamed, without another change of the file", () => {
    writeState("terraform.vpc-apps.tfstate", "example-apps");
    synth(exampleFile());
    rmSync(join(folder, "terraform.vpc-apps.tfstate"));
    writeState("terraform.example.vpc-apps.tfstate", "example-apps");
    synth(exampleFile());
    expect(pathIn("vpc-apps")).toBe("../../../terraform.example.vpc-apps.tfstate");
  });

  test("of another organization under the name of earlier versions is left alone", () => {
    writeState("terraform.vpc-apps.tfstate", "other-apps");
    synth(exampleFile());
    expect(pathIn("vpc-apps")).toBe("../../../terraform.example.vpc-apps.tfstate");
  });

  test("of the bucket that the file created before its states were local again is kept", () => {
    const bucket = {
      mode: "managed",
      type: "aws_s3_bucket",
      name: "state",
      instances: [{ attributes: { bucket: "b" } }],
    };
    const state = JSON.stringify({ version: 4, resources: [bucket] });
    writeFileSync(join(folder, "terraform.example.state-bucket.tfstate"), state);
    expect(synth(exampleFile()).status).toBe(0);
  });

  test("of another organization is refused before anything is written", () => {
    writeState("terraform.example.vpc-apps.tfstate", "other-apps");
    expect(synth(exampleFile())).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "terraform.example.vpc-apps.tfstate is the state of another organization: no resource in it is named after 'example', and a deploy would destroy them; restore the file's own state, or move it away\n",
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
    expect(runCommand("deploy-plan", [], folder).status).toBe(2);
  });
});

describe("two organizations in one folder", () => {
  test("have their own states, and Terraform forgets the places of the other's", () => {
    synth(exampleFile());
    const record = join(folder, "cdktf.out/stacks/vpc-apps/.terraform/terraform.tfstate");
    mkdirSync(join(folder, "cdktf.out/stacks/vpc-apps/.terraform"));
    writeFileSync(record, "{}");
    const { status, stdout, stderr } = synth(named("acme"), "acme.yaml");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("deploy with: npm run deploy -- --config acme.yaml\n");
    expect(pathIn("vpc-apps")).toBe("../../../terraform.acme.vpc-apps.tfstate");
    expect(existsSync(record)).toBe(false);
  });

  test("produce a warning if they have the same name", () => {
    synth(exampleFile());
    const { status, stderr } = synth(exampleFile(), "copy.yaml");
    expect(status).toBe(0);
    expect(stderr).toBe(
      "warning: copy.yaml name: is also the name in 'organization.yaml', which this folder was last synthesized from: both files have the same states, so a deploy of one changes the resources of the other; give one of them another name\n",
    );
  });
});

test("a new name of the organization is warned of, and Terraform keeps the places of the states", () => {
  synth(exampleFile());
  const record = join(folder, "cdktf.out/stacks/vpc-apps/.terraform/terraform.tfstate");
  mkdirSync(join(folder, "cdktf.out/stacks/vpc-apps/.terraform"));
  writeFileSync(record, "{}");
  expect(synth(named("acme")).stderr).toBe(
    "warning: organization.yaml name: was 'example' at the last synth, is 'acme': states are named after the organization, so a deploy creates every resource again and leaves the earlier ones; set it back, or move the states first (docs/state.md)\n",
  );
  expect(existsSync(record)).toBe(true);
});
