import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseManifest, schemaProblems } from "../support/kubernetes";
import { stsServer } from "../support/sts";
import { synthFile } from "../support/synth";
import { TerraformFolder } from "../support/terraform";
import { changed, type File } from "../support/variants";

interface Plan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; readonly replace_paths?: unknown };
  }[];
  readonly output_changes: Record<string, { readonly after: unknown }>;
}

/** The real Terraform's plan for a change of the deployed example; nothing is refreshed, so AWS is not queried. */
async function planOf(change: (file: File) => void): Promise<Plan> {
  const file = changed((example) => {
    delete example.accounts["apps"]!.deployRole; // no credentials for the cluster are available here
    change(example);
  });
  const sts = await stsServer("222222222222");
  const terraform = new TerraformFolder();
  try {
    for (const stack of ["eks-platform", "vpc-apps"]) {
      const state = join(__dirname, "fixtures", "eks", `${stack}.json`);
      copyFileSync(state, join(terraform.path, `terraform.example.${stack}.tfstate`));
    }
    const { json } = synthFile(file)["eks-platform"]!;
    writeFileSync(join(terraform.path, "cdk.tf.json"), json.replaceAll("../../../", "./"));
    await terraform.init([]);
    const environment = {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: sts.url,
    };
    const planned = await terraform.run(["plan", "-refresh=false", "-input=false", "-out=plan"], environment);
    expect(planned.stderr).toBe("");
    return JSON.parse((await terraform.run(["show", "-json", "plan"])).stdout) as Plan;
  } finally {
    sts.close();
    terraform.dispose();
  }
}

function touched({ resource_changes }: Plan): string[] {
  return resource_changes
    .filter(({ change }) => change.actions.some((action) => action === "delete" || action === "update"))
    .map(({ address, change }) => `${address} ${change.actions.join("+")} ${JSON.stringify(change.replace_paths)}`);
}

describe("a plan of the deployed cluster by the real provider", () => {
  test("replaces a profile whose selectors change, and that profile only", async () => {
    const plan = await planOf(({ workloads }) => {
      const platform = workloads!["platform"]!;
      if (platform.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
      platform.profiles["web"]!.selectors.push({ namespace: "web-*" });
    });
    expect(touched(plan)).toEqual(['aws_eks_fargate_profile.web delete+create [["selector"]]']);
  });

  test("changes nothing if nothing changes, and outputs manifests with every id filled in", async () => {
    const plan = await planOf(() => undefined);
    expect(touched(plan)).toEqual([]);
    const documents = plan.output_changes["kubernetes_manifests"]!.after as Record<string, string>;
    const objects = Object.values(documents).map(parseManifest);
    expect(schemaProblems(objects)).toEqual(objects.map(() => null));
    expect(objects.find(({ kind }) => kind === "PersistentVolume")).toMatchObject({
      spec: { csi: { volumeHandle: expect.stringMatching(/^fs-[0-9a-f]+::fsap-[0-9a-f]+$/) as string } },
    });
    expect(objects.find(({ kind }) => kind === "ServiceAccount")?.metadata).toMatchObject({
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::222222222222:role/example-platform-app-nginx" },
    });
  });
});
