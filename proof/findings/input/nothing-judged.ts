/** An input without any path, although it contains volumes or workloads (ECS-29): no result is not a pass. */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Finding, type PathResult } from "../../verdict";

const types = [
  "aws_efs_file_system",
  "aws_ecs_task_definition",
  "aws_ecs_service",
  "aws_eks_fargate_profile",
  "aws_batch_job_definition",
];

export function nothingJudged(
  { graph }: Facts,
  paths: readonly PathResult[],
  findings: readonly Finding[],
): Finding | undefined {
  if (paths.length > 0 || findings.some(({ severity }) => severity === "unknown")) return undefined;
  const found = types.flatMap((type) => notDeleted(graph.all(type)));
  const errored = graph.documents.find(({ partial }) => partial === "errored");
  const resource = found[0]?.document.name ?? errored?.name;
  if (resource === undefined) return undefined;
  const names = found.slice(0, 3).map(({ address }) => address);
  const more = found.length > names.length ? ` and ${found.length - names.length} more` : "";
  const what = found.length > 0 ? `the input has ${names.join(", ")}${more}` : "the plan ended in an error";
  return {
    rule: "ECS-29",
    severity: "unknown",
    resource,
    detail: `${what}, but no workload that mounts a file system, so nothing was judged`,
    fix: "add the plans or folders of the stacks that start tasks or pods with EFS volumes",
  };
}
