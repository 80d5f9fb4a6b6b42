/** Manifests in files of the configuration: read where `for_each`, `file`, `templatefile` and `yamldecode` name them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { readInputs } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";

const folder = mkdtempSync(join(tmpdir(), "mountpath-manifests-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = (kind: string, apiVersion: string, metadata: object, spec: object) =>
  JSON.stringify({ apiVersion, kind, metadata, spec });
const pod = (hostNetwork: boolean) =>
  document(
    "Pod",
    "v1",
    { name: "web", namespace: "web" },
    {
      hostNetwork,
      containers: [{ name: "web", image: "nginx", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    },
  );

const hcl = {
  "fileset of a folder": `resource "kubernetes_manifest" "all" {
    for_each = fileset("\${path.module}/manifests", "*.yaml")
    manifest = yamldecode(file("\${path.module}/manifests/\${each.value}"))
  }`,
  "fileset with a pattern of folders": `resource "kubernetes_manifest" "all" {
    for_each = fileset(path.module, "{manifests,other}/**/*.yaml")
    manifest = yamldecode(templatefile(each.value, {}))
  }`,
  "a file that is split": `resource "kubernetes_manifest" "all" {
    for_each = { for at, text in split("---\\n", file("all.yaml")) : at => yamldecode(text) if trimspace(text) != "" }
    manifest = each.value
  }`,
  kubectl_file_documents: `data "kubectl_file_documents" "all" { content = file("\${path.module}/all.yaml") }
  resource "kubectl_manifest" "all" {
    for_each  = data.kubectl_file_documents.all.manifests
    yaml_body = each.value
  }`,
};

/** The verdict on hostNetwork. */
async function verdicts(name: string, configuration: string, hostNetwork: boolean): Promise<string[]> {
  const root = join(folder, `${name.replace(/\W+/g, "-")}-${hostNetwork}`);
  const files = {
    "main.tf": `${configuration}
      resource "aws_eks_cluster" "web" { name = "web" }
      resource "aws_eks_fargate_profile" "web" {
        cluster_name         = aws_eks_cluster.web.name
        fargate_profile_name = "web"
        selector { namespace = "web" }
      }`,
    "manifests/pod.yaml": pod(hostNetwork),
    "manifests/readme.md": "not a manifest",
    "all.yaml": `# all\n---\n${pod(hostNetwork)}\n---\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { paths } = prove(await readInputs([root]));
  return paths.flatMap(({ workload, hops }) =>
    hops
      .filter(({ hop }) => hop === "fargate-profile")
      .map(({ detail }) => `${workload}: ${/hostNetwork/.test(detail)}`),
  );
}

test.each(Object.entries(hcl))("%s", async (name, configuration) => {
  expect(await verdicts(name, configuration, true)).toEqual(["Pod/web/web: true"]);
  expect(await verdicts(name, configuration, false)).toEqual(["Pod/web/web: false"]);
});
