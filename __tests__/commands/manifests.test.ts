import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";

const folder = mkdtempSync(join(tmpdir(), "mountpath-manifests-"));
const manifests = (...args: string[]) => runCommand("manifests", args, folder);

beforeAll(() => copyFileSync(join(projectRoot, "organization.yaml"), join(folder, "organization.yaml")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("writes the manifests of a stack, and prints where to get the ids", () => {
  expect(manifests("eks-platform")).toEqual({
    status: 0,
    stdout: [
      "wrote 9 manifests to manifests/eks-platform",
      "",
      '${FILE_SYSTEM_ID__CONTENT}        output file_system_ids["content"] of vpc-apps',
      '${ACCESS_POINT_ID__CONTENT__WEB}  output access_point_ids["content/web"] of vpc-apps',
      "",
    ].join("\n"),
    stderr: "",
  });
  expect(readdirSync(join(folder, "manifests/eks-platform"))).toEqual([
    "10-namespace-aws-observability.yaml",
    "10-namespace-web.yaml",
    "20-configmap-aws-observability.aws-logging.yaml",
    "40-storageclass-efs-sc.yaml",
    "50-persistentvolume-web.content.web.yaml",
    "60-persistentvolumeclaim-web.content.web.yaml",
    "70-serviceaccount-web.nginx.yaml",
    "80-deployment-web.nginx.yaml",
    "90-service-web.nginx.yaml",
  ]);
});

test("writes the manifests in Terraform's outputs", () => {
  const outputs = {
    kubernetes_manifests: { type: ["map", "string"], value: { "10-namespace-web": "---\nkind: x\n" } },
  };
  writeFileSync(join(folder, "outputs.json"), JSON.stringify(outputs));
  expect(manifests("eks-platform", "--outputs", "outputs.json", "--out", "k8s")).toEqual({
    status: 0,
    stdout: "wrote 1 manifest to k8s; apply with: kubectl apply -f k8s\n",
    stderr: "",
  });
  expect(readFileSync(join(folder, "k8s/10-namespace-web.yaml"), "utf8")).toBe("---\nkind: x\n");
});

test("fails with 2 and writes nothing if the stack does not exist", () => {
  expect(manifests("eks-platfrom", "--out", "none")).toEqual({
    status: 2,
    stdout: "",
    stderr: "there is no EKS stack 'eks-platfrom' in organization.yaml; did you mean 'eks-platform'?\n",
  });
  expect(manifests("ecs-web", "--out", "none")).toMatchObject({
    status: 2,
    stderr: "there is no EKS stack 'ecs-web' in organization.yaml; available: eks-platform\n",
  });
  expect(readdirSync(folder)).not.toContain("none");
});

test("fails with 2 on a bad file, or outputs without manifests", () => {
  writeFileSync(join(folder, "bad.yaml"), "name: 1\n");
  expect(manifests("eks-platform", "--config", "bad.yaml")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("bad.yaml:1:7 name: should be") as string,
  });
  expect(manifests("eks-platform", "--outputs", "none.json")).toMatchObject({
    status: 2,
    stderr: "can't read outputs from 'none.json': ENOENT: no such file or directory, open 'none.json'\n",
  });
});
