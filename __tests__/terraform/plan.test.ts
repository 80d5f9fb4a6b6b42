import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stsServer } from "../support/sts";
import { synthFile } from "../support/synth";
import { TerraformFolder, type TerraformRun } from "../support/terraform";
import { variants } from "../support/variants";

const credentials = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Plans the example's shared network with credentials of an account. */
async function planAs(account: string): Promise<TerraformRun> {
  const sts = await stsServer(account);
  const terraform = new TerraformFolder();
  try {
    // The state stays in the folder: the example's own path is three folders up.
    const json = synthFile(variants["example"]!)["shared-network"]!.json;
    writeFileSync(join(terraform.path, "cdk.tf.json"), json.replace("../../../", "./"));
    await terraform.init([]);
    return await terraform.run(["plan", "-input=false", "-no-color"], { ...credentials, AWS_ENDPOINT_URL: sts.url });
  } finally {
    sts.close();
    terraform.dispose();
  }
}

describe("a plan of the shared network by the real provider", () => {
  test("creates everything", async () => {
    const { exitCode, stdout, stderr } = await planAs("111111111111");
    expect(stderr).toBe("");
    expect(stdout).toContain("Plan: 31 to add, 0 to change, 0 to destroy.");
    expect(exitCode).toBe(0);
  });

  test("fails with credentials of another account, naming it", async () => {
    const { exitCode, stderr } = await planAs("999999999999");
    expect(stderr.replace(/\s+/g, " ")).toContain("AWS account ID not allowed: 999999999999");
    expect(exitCode).toBe(1);
  });
});
