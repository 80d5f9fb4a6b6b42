import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { readOrganization } from "../../config/load";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { type File } from "../support/variants";

const folder = join(__dirname, "../../examples/ecs-and-eks");
const file = join(folder, "organization.yaml");
const stacks = synthFile(parse(readFileSync(file, "utf8")) as File);

test("loads without a warning", () => {
  expect(readOrganization(file).warnings).toEqual([]);
});

test("serves the same file from ECS and EKS, and mounts it everywhere", () => {
  const parsed = Object.fromEntries(
    Object.entries(stacks).map(([name, { json }]) => [name, JSON.parse(json) as never]),
  );
  const { paths, findings } = prove(graphOfStacks(parsed));
  expect(findings).toEqual([]);
  expect(
    paths.map(({ workload, container, fileSystem, verdict }) => [workload, container, fileSystem, verdict]),
  ).toEqual(
    [
      ["aws_ecs_service.nginx", "nginx-seed-content_web"],
      ["aws_ecs_service.nginx", "nginx"],
      ["Deployment/web/nginx", "nginx"],
    ].flatMap((path) => Array<string[]>(2).fill([...path, "aws_efs_file_system.content", "mounts"])),
  );
});

test("has the names that its page uses", () => {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const manifests = Object.values(stacks["eks-platform"]!.output["kubernetes_manifests"]!.value as object).join("");
  expect(stacks["eks-platform"]!.resource["aws_eks_cluster"]!["platform"]!["name"]).toBe("example-platform");
  expect(stacks["ecs-web"]!.resource["aws_ecs_cluster"]!["web"]!["name"]).toBe("example-web");
  for (const [used, made] of [
    ["--name example-platform", "app.kubernetes.io/name: nginx"],
    ["pvc/content.web", "name: content.web\n"],
    ["deployment/nginx -- cat /usr/share/nginx/html/index.html", "mountPath: /usr/share/nginx/html\n"],
    ["-l app.kubernetes.io/name=nginx", "app.kubernetes.io/name: nginx\n"],
  ] as const) {
    expect(page).toContain(used);
    expect(manifests).toContain(made);
  }
  expect(page).toContain("--cluster example-web");
});
