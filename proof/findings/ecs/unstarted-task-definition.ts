/** A task definition with an EFS volume that nothing in the input starts (ECS-29): its tasks are not judged. */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Resource } from "../../graph/model";
import { resourceTypes } from "../../resource-types";
import { type Finding } from "../../verdict";
import { workloads } from "../../workloads";
import { taskDefinitionFacts } from "../../workloads/task-definition";
import { type FindingCheck } from "../finding";

/** Other resources that start tasks, whose network configuration the proof does not read. */
const starters: ReadonlyMap<string, string> = new Map(
  [...resourceTypes].flatMap(([type, { startsTasksOf }]) =>
    startsTasksOf === undefined ? [] : [[type, startsTasksOf]],
  ),
);

export const unstartedTaskDefinition: FindingCheck = {
  name: "unstarted-task-definition",
  rules: ["ECS-29"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    const started = new Set<string>();
    for (const workload of facts.once(workloads)) {
      if (workload.kind !== "ecs") continue;
      const { taskDefinition } = workload;
      if ("key" in taskDefinition) started.add(taskDefinition.key);
      else for (const { to } of taskDefinition.candidates) started.add(to);
    }
    const others = [...starters.keys()].flatMap((type) => notDeleted(graph.all(type)));
    for (const task of notDeleted(graph.all("aws_ecs_task_definition"))) {
      if (started.has(task.key)) continue;
      const { volumes, otherVolumes } = facts.per(taskDefinitionFacts, task);
      if (volumes.length === 0 && !otherVolumes) continue;
      yield notJudged(task, others);
    }
    // A Batch job definition on Fargate declares its EFS volumes itself, in JSON.
    for (const job of notDeleted(graph.all("aws_batch_job_definition"))) {
      const properties = graph.json(job.get("container_properties"));
      const text = JSON.stringify(properties, (_, value: unknown) =>
        value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value,
      );
      if (properties.kind === "unknown" || /efsVolumeConfiguration/i.test(text)) {
        yield {
          ...base,
          resource: job.address,
          detail: `jobs of ${job.address} are not judged, because AWS Batch starts them: not known whether they can mount their file systems`,
        };
      }
    }
  },
};

const base = {
  rule: "ECS-29",
  severity: "unknown",
  fix: "check the subnets and security groups that its tasks start with, or start it with an aws_ecs_service or aws_scheduler_schedule",
} as const;

function notJudged(task: Resource, others: readonly Resource[]): Finding {
  const near = others.filter(({ document }) => document === task.document);
  const may = near.map(({ address, type }) => `${address} (${starters.get(type)})`);
  const by = may.length > 0 ? `; ${may.join(", ")} may start it` : "";
  return {
    ...base,
    resource: task.address,
    detail: `no service, task set, event target, schedule or state machine in the input starts ${task.address}, so its mounts are not judged${by}`,
  };
}
