/**
 * What ECS refuses of a service: launch type beside capacity providers, a platform version on EC2, placement on Fargate
 * (ECS-16, cdk-preflight, which was run against AWS), and the DAEMON strategy on Fargate (ECS-21, API_CreateService).
 */
import { attributeOf, blocksIn } from "../../../aws/attributes/block";
import { isNull, NULL } from "../../../graph/model";
import { fails, type Fix, type HopAnswer, unknown } from "../../../hop-answer";
import { isSet, type Registration, type RegistrationRule } from "./rule";

export const service: RegistrationRule = {
  name: "service",
  *evaluate(asked): Iterable<HopAnswer | undefined> {
    const { resource, compute } = asked.workload;
    if (compute === "fargate") yield* scheduled(asked);
    if (resource.type !== "aws_ecs_service" && resource.type !== "aws_ecs_task_set") return;
    const { graph } = asked.facts;
    const launchType = graph.text(resource.get("launch_type"));
    if (launchType) {
      yield beside(asked, launchType);
      const platform = graph.text(resource.get("platform_version"));
      if (launchType === "EC2" && platform) {
        const detail = `sets platform_version ${platform}, which ECS refuses with launch type EC2`;
        yield fails("ECS-16", resource.address, detail, without(asked, "platform_version"));
      }
    }
    if (compute !== "fargate") return;
    if (graph.text(resource.get("scheduling_strategy")) === "DAEMON") {
      const detail = "has scheduling strategy DAEMON, which Fargate does not support; use REPLICA";
      yield fails("ECS-21", resource.address, detail, without(asked, "scheduling_strategy"));
    }
    for (const name of ["placement_constraints", "ordered_placement_strategy"]) {
      if (resource.blocks(name).items.length === 0) continue;
      const detail = `has ${name}, which Fargate does not support`;
      yield fails("ECS-16", resource.address, detail, without(asked, name));
    }
  },
};

/** Placement of a scheduled task: AWS does not document how RunTask treats it on Fargate. */
const scheduledPlacement: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_target: ["ecs_target", "placement_constraint", "ordered_placement_strategy"],
  aws_scheduler_schedule: ["ecs_parameters", "placement_constraints", "placement_strategy"],
};

function* scheduled({ facts, workload: { resource } }: Registration): Iterable<HopAnswer> {
  const [settings, ...names] = scheduledPlacement[resource.type] ?? [];
  if (settings === undefined) return;
  const parents = settings === "ecs_target" ? [resource] : resource.blocks("target").items;
  for (const parent of parents) {
    const blocks = "blocks" in parent ? parent.blocks(settings).items : blocksIn(parent, settings).items;
    for (const block of blocks) {
      for (const name of names) {
        if (isSet(facts.graph, attributeOf(block, name)) === "no") continue;
        const detail = `has ${name}: not known whether Fargate supports it in scheduled tasks; ECS refuses it in services`;
        yield unknown("ECS-16", resource.address, detail, `${resource.address} without ${name}`);
      }
    }
  }
}

/** An existing service may keep the launch type that it was created with, so only a configured one counts. */
function beside(asked: Registration, launchType: string): HopAnswer | undefined {
  const { resource, strategy } = asked.workload;
  const configured = resource.sets?.("launch_type") ?? resource.document.kind === "configuration";
  if (!configured || isNull(asked.facts.graph.follow(resource.get("launch_type")))) return undefined;
  if (strategy.items.length === 0) return undefined;
  const detail = `sets both launch_type ${launchType} and capacity_provider_strategy, which ECS refuses`;
  return fails("ECS-16", resource.address, detail, without(asked, "launch_type"));
}

function without({ workload: { resource } }: Registration, name: string): Fix[] {
  return [
    {
      description: `remove ${name} from ${resource.address}`,
      changes: [{ kind: "set", resource, attribute: name, value: NULL }],
    },
  ];
}
