import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { organization } from "../../config/schema/organization";
import { OutputsError, readManifests, writeManifests } from "../../stacks/manifest-files";
import { placeholderManifests } from "../../stacks/manifest-placeholders";
import { changed, exampleFile, type File } from "../support/variants";

function manifestsOf(file: File) {
  const parsed = organization.parse(file);
  const platform = parsed.workloads["platform"]!;
  if (platform.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
  return placeholderManifests(parsed, "platform", platform);
}

describe("placeholders", () => {
  test("replace only the ids that AWS assigns", () => {
    const { manifests, placeholders } = manifestsOf(exampleFile());
    expect(placeholders).toEqual([
      { placeholder: "${FILE_SYSTEM_ID__CONTENT}", source: 'output file_system_ids["content"] of vpc-apps' },
      {
        placeholder: "${ACCESS_POINT_ID__CONTENT__WEB}",
        source: 'output access_point_ids["content/web"] of vpc-apps',
      },
    ]);
    const text = Object.values(manifests).join("");
    expect(text.match(/\$\{[^}]*\}/g)).toEqual(["${FILE_SYSTEM_ID__CONTENT}", "${ACCESS_POINT_ID__CONTENT__WEB}"]);
    expect(text).toContain("eks.amazonaws.com/role-arn: arn:aws:iam::222222222222:role/example-platform-app-nginx\n");
  });

  test("are not needed for roles, which have the account's path", () => {
    const file = changed(({ accounts }) => {
      accounts["apps"]!.rolePath = "/platform/pods/";
    });
    const text = Object.values(manifestsOf(file).manifests).join("");
    expect(text).toContain("role-arn: arn:aws:iam::222222222222:role/platform/pods/example-platform-app-nginx\n");
  });

  test("fails if two names give the same placeholder", () => {
    const file = changed(({ workloads }) => {
      const mounts = {
        "/a": { fileSystem: "a", accessPoint: "b--c" },
        "/b": { fileSystem: "a--b", accessPoint: "c" },
      };
      Object.assign(workloads!["platform"]!, {
        deployments: { nginx: { namespace: "web", image: "nginx", mounts } },
      });
    });
    expect(() => manifestsOf(file)).toThrow(
      'output access_point_ids["a/b--c"] of vpc-apps and output access_point_ids["a--b/c"] of vpc-apps would both be ${ACCESS_POINT_ID__A__B__C}; rename one of them in the file',
    );
  });
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-manifests-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("are named by their order, and files of removed manifests are deleted", () => {
    writeManifests(folder, { "10-namespace-web": "a", "80-deployment-web.nginx": "b" });
    writeFileSync(join(folder, "kustomization.yaml"), "mine");
    writeManifests(folder, { "10-namespace-web": "c" });
    expect(readdirSync(folder).sort()).toEqual(["10-namespace-web.yaml", "kustomization.yaml"]);
    expect(readFileSync(join(folder, "10-namespace-web.yaml"), "utf8")).toBe("c");
  });

  test("come from all outputs of the stack, or from that output alone", () => {
    const file = join(folder, "outputs.json");
    const manifests = { "10-namespace-web": "---\n" };
    writeFileSync(file, JSON.stringify({ kubernetes_manifests: { sensitive: false, value: manifests } }));
    expect(readManifests(file)).toEqual(manifests);
    writeFileSync(file, JSON.stringify(manifests));
    expect(readManifests(file)).toEqual(manifests);
  });

  test("fails if the outputs contain no manifests", () => {
    const file = join(folder, "outputs.json");
    const message = `'${file}' has no kubernetes_manifests; pass the output of this command, run in the stack's folder: terraform output -json`;
    for (const data of [{ cluster_name: { value: "x" } }, { "../../etc/passwd": "x" }, [], "x"]) {
      writeFileSync(file, JSON.stringify(data));
      expect(() => readManifests(file)).toThrow(new OutputsError(message));
    }
  });

  test("fails if there are no outputs", () => {
    const file = join(folder, "none.json");
    expect(() => readManifests(file)).toThrow(
      new OutputsError(`can't read outputs from '${file}': ENOENT: no such file or directory, open '${file}'`),
    );
  });
});
