import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { exampleNamed } from "../support/examples";
import { stsServer } from "../support/sts";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { TerraformFolder, type TerraformRun } from "../support/terraform";

const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true" };

/** Ids that AWS would have assigned, by output; the entries of a map differ in their last digit. */
const ids: Readonly<Record<string, string>> = {
  vpc_id: "vpc-0123456789abcdef",
  vpc_cidr: "10.10.0.0/16",
  private_subnet_ids: "subnet-0123456789abcdef",
  public_subnet_ids: "subnet-1123456789abcdef",
  efs_client_security_group_ids: "sg-0123456789abcdef",
  file_system_ids: "fs-0123456789abcdef",
  file_system_arns: "arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/fs-0123456789abcdef",
  access_point_ids: "fsap-0123456789abcdef",
  access_point_arns: "arn:aws:elasticfilesystem:us-east-1:222222222222:access-point/fsap-0123456789abcdef",
};

/** The state of a deployed vpc-apps, with the outputs that others read. */
function stateOf({ output }: SynthesizedStack): object {
  const outputs = Object.entries(output).map(([name, { value }]) => {
    if (typeof value === "string") return [name, { value: ids[name] ?? "x", type: "string" }];
    const keys = Object.keys(value as object);
    const entries = keys.map((key, index) => [key, `${ids[name] ?? "x"}${index % 10}`]);
    return [
      name,
      { value: Object.fromEntries(entries), type: ["object", Object.fromEntries(keys.map((key) => [key, "string"]))] },
    ];
  });
  return {
    version: 4,
    terraform_version: "1.10.0",
    serial: 1,
    lineage: "0",
    outputs: Object.fromEntries(outputs) as object,
    resources: [],
  };
}

async function plan(name: string): Promise<TerraformRun> {
  const stacks = synthFile(exampleNamed(name));
  const sts = await stsServer("222222222222");
  const terraform = new TerraformFolder();
  try {
    writeFileSync(
      join(terraform.path, "terraform.example.vpc-apps.tfstate"),
      JSON.stringify(stateOf(stacks["vpc-apps"]!)),
    );
    writeFileSync(join(terraform.path, "cdk.tf.json"), stacks["ecs-web"]!.json.replaceAll("../../../", "./"));
    await terraform.init([]);
    return await terraform.run(["plan", "-input=false", "-no-color"], { ...credentials, AWS_ENDPOINT_URL: sts.url });
  } finally {
    sts.close();
    terraform.dispose();
  }
}

/**
 * The provider checks lengths of names, container definitions and user data only when ids are known, which validate
 * does not do.
 */
describe("a plan of an ECS example by the real provider", () => {
  test.each([
    ["dns-cache", 12],
    ["dnsmasq-hosts", 45],
    ["hosts-file-hosts", 21],
    ["load-balanced", 69],
    ["seeding", 47],
    ["spot-exec-secrets", 14],
  ])("%s creates everything", async (name, resources) => {
    const { exitCode, stdout, stderr } = await plan(name);
    expect(stderr).toBe("");
    expect(stdout).toContain(`Plan: ${resources} to add, 0 to change, 0 to destroy.`);
    expect(exitCode).toBe(0);
  });
});
