import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

type Stacks = Parameters<typeof graphOfStacks>[0];

const stacks = synthFile(variants["a StatefulSet on EKS"]!);

/** The verdicts of the StatefulSet's paths, and the rules of its volumes, after a change of the stacks' text. */
function verdicts(change: (text: string) => string = (text) => text) {
  const changed = Object.entries(stacks).map(([name, { json }]) => [name, JSON.parse(change(json)) as object]);
  const { paths } = prove(graphOfStacks(Object.fromEntries(changed) as Stacks));
  return paths
    .filter(({ workload, subnet }) => workload === "StatefulSet/web/db" && subnet?.endsWith("us-east-1a"))
    .map(({ mountPath, verdict, hops }) => {
      const failed = hops.filter(({ hop, verdict }) => hop === "volume" && verdict !== "passes");
      return [mountPath, verdict, ...failed.map(({ rule, detail }) => `${rule} ${detail}`)].join(" ");
    });
}

test("the file system admits its pods through the access point of each", () => {
  const { policy } = stacks["vpc-apps"]!.resource["aws_efs_file_system_policy"]!["content"]!;
  const admitted = (
    JSON.parse(policy as string) as { Statement: { Action: string[]; Condition: object }[] }
  ).Statement.filter(({ Condition }) => JSON.stringify(Condition).includes("content_db-"));
  expect(admitted.map(({ Action }) => Action)).toEqual([
    ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
  ]);
});

test("the proof judges the path of each pod", () => {
  expect(verdicts()).toEqual(["/shared mounts", "/data mounts", "/data mounts"]);
});

test("the proof fails the pod that has no volume", () => {
  expect(verdicts((text) => text.replaceAll("name: content-db-1", "name: content-db-7"))).toEqual([
    "/shared mounts",
    "/data mounts",
    "/data fails EKS-06 has no PersistentVolume, and nothing on Fargate makes one",
  ]);
});
