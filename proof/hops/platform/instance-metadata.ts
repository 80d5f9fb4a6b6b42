/**
 * What the agent and the user data of a host need from the instance: metadata, tags, and the permissions of its role
 * (ECS-17).
 */
import { attributeOf, isUnset } from "../../aws/attributes/block";
import { type InstanceGroup } from "../../aws/ecs/container-instance";
import { callerOfLaunch } from "../../aws/ecs/instance-role";
import { plainUserData } from "../../aws/ecs/launch-template";
import { judgeAccess } from "../../aws/iam/authorization";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Reference, type Resource, type Value } from "../../graph/model";
import { fails, type HopAnswer, unknown } from "../../hop-answer";
import { type EcsWorkload } from "../../workloads/workload";

export function* instanceMetadata(facts: Facts, workload: EcsWorkload, group: InstanceGroup): Iterable<HopAnswer> {
  const { graph } = facts;
  const { resource } = group;
  const script = plainUserData(graph, resource);
  const looksUp = /\bdescribe-mount-targets\b/.test(script);
  // The instance metadata provides the credentials of the role (EC2 user guide,
  // instance-metadata-security-credentials.html).
  const endpoint = graph.text(resource.get("metadata_options.http_endpoint"));
  if (endpoint === "disabled" && !script.includes("AWS_ACCESS_KEY_ID")) {
    const detail =
      "disables the instance metadata service (http_endpoint), from which the ECS agent gets its credentials";
    yield fails("ECS-17", resource.address, detail);
  }
  for (const [, tag] of script.matchAll(/\btags\/instance\/([\w.:=+@-]+)/g)) {
    const why = tagProblem(graph, group, tag!, looksUp);
    if (why === undefined) continue;
    const detail = `its user data reads the tag ${tag} from the instance metadata, and ${why}`;
    yield unknown("ECS-17", resource.address, detail, `the tag, and instance_metadata_tags = "enabled"`);
  }
  if (looksUp) yield* mayDescribe(facts, workload, resource);
}

/** Tags are off by default (EC2 user guide, work-with-tags-in-IMDS.html). */
function tagProblem(
  graph: Graph,
  { resource, holder }: InstanceGroup,
  tag: string,
  looksUp: boolean,
): string | undefined {
  const attribute = "metadata_options.instance_metadata_tags";
  const option = graph.text(resource.get(attribute));
  if (option !== "enabled" && (option !== undefined || isUnset(graph, resource, attribute)))
    return "instance_metadata_tags is not enabled";
  const specified = resource
    .blocks("tag_specifications")
    .items.filter((block) => graph.text(attributeOf(block, "resource_type")) === "instance")
    .map((block) => attributeOf(block, "tags"));
  const own = resource.type === "aws_instance" ? [resource.get("tags")] : specified;
  const tags = own.map((value) => graph.follow(value));
  const passedOn = holder.blocks("tag").items.some((block) => graph.text(attributeOf(block, "key")) === tag);
  if (passedOn || tags.some((one) => one.kind === "unknown")) return undefined;
  const values = tags.flatMap((one) => (one.kind === "object" ? [one.entries.get(tag) ?? one.unknownRest] : []));
  const given = values.find((value) => value !== undefined);
  if (given === undefined) return "no instance has it";
  return looksUp && isNoId(graph, given) ? `${graph.describe(given)} is not a file system id` : undefined;
}

/** Whether a list of ids contains text besides its references. */
function isNoId(graph: Graph, value: Value): boolean {
  const at = graph.follow(value);
  const texts = at.kind === "template" ? at.parts.map((part) => graph.text(part)) : [graph.text(at)];
  return texts.some((text) => text !== undefined && !/^(?:\s*fs-[0-9a-f]+)*\s*$/.test(text));
}

/** A call of the user data with the instance's role. */
function* mayDescribe(facts: Facts, { volumes }: EcsWorkload, resource: Resource): Iterable<HopAnswer> {
  const caller = callerOfLaunch(facts, resource);
  if (caller.kind !== "role") return;
  const action = "elasticfilesystem:DescribeMountTargets";
  for (const { fileSystem } of volumes) {
    const found = facts.graph.target(fileSystem, "aws_efs_file_system");
    if (!found) continue;
    const arn: Reference = { kind: "reference", to: found.key, attribute: "arn" };
    const { answer } = judgeAccess(facts, { caller, action, resource: arn, context: new Map() });
    if (answer === "yes") continue;
    const detail = `its user data looks up mount targets, and it is not known whether ${caller.role.address} is allowed ${action}`;
    yield unknown("ECS-17", resource.address, detail, `a policy of ${caller.role.address} that allows ${action}`);
    return;
  }
}
