/** Task definitions: which one a workload starts, and what it contains. */
import { attributeOf, blocksIn, propertyIgnoringCase } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, NULL, type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { dockerVolume } from "./host-volumes";
import { otherVolume } from "./other-volumes";
import { namedTaskDefinition } from "./task-definition-name";
import { type Container, type EfsVolume, type MountPoint } from "./workload";

const type = "aws_ecs_task_definition";

export interface TaskDefinitionFacts {
  readonly containers: readonly Container[];
  readonly otherContainers?: Unknown;
  readonly volumes: readonly EfsVolume[];
  readonly otherNames: ReadonlySet<string>;
  readonly otherVolumes?: Unknown;
}

/** The target of `task_definition`: by reference, ARN, family, or a data source that finds the newest revision. */
export function taskDefinitionOf(facts: Facts, value: Value, user: Resource): Resource | Unknown {
  const { graph } = facts;
  const text = graph.text(value);
  const named = text === undefined ? undefined : namedTaskDefinition(graph, text, user);
  if (named) return "key" in named ? managed(graph, named) : named;
  const found = graph.resolve(value, type, user);
  if (found.kind === "resource" && found.resource.type === type) return managed(graph, found.resource);
  if (found.kind === "attribute" && found.resource.type === type) return managed(graph, found.resource);
  if (found.kind === "unknown") return ofCandidates(graph, found);
  return unknownValue(graph.describe(value), "the task definition is not in the input");
}

/**
 * A data source returns the new revision of a managed task definition with the same family; otherwise the one that it
 * has read.
 */
function managed(graph: Graph, resource: Resource): Resource | Unknown {
  if (resource.mode === "managed") return resource;
  const same = graph.aliases(resource).find((alias) => alias.mode === "managed");
  if (same) return same;
  const family = graph.follow(resource.get("task_definition"));
  const named = graph.resolve(family, type, resource);
  if (named.kind === "resource" && named.resource.mode === "managed") return named.resource;
  // Older providers read only the ARN and the family, not the contents of the task definition.
  if (graph.text(resource.get("container_definitions")) !== undefined) return resource;
  return unknownValue(resource.address, "the data source does not show the task definition's volumes");
}

/** `"${td.family}:${max(td.revision, data.….td.revision)}"`: whichever is newer has this family. */
function ofCandidates(graph: Graph, open: Unknown): Resource | Unknown {
  const found = new Set<Resource>();
  for (const candidate of open.candidates) {
    const resource = graph.at(candidate.to);
    if (resource?.type !== type) return open;
    const one = managed(graph, resource);
    if (!("key" in one)) return one;
    found.add(one);
  }
  const [only] = found;
  return found.size === 1 ? only! : open;
}

/** A fact per task definition. */
export function taskDefinitionFacts({ graph }: Facts, resource: Resource): TaskDefinitionFacts {
  const volumes: EfsVolume[] = [];
  const otherNames = new Set<string>();
  const declared = resource.blocks("volume");
  let otherVolumes = declared.unknownRest;
  for (const block of declared.items) {
    const name = graph.text(attributeOf(block, "name"));
    const { items, unknownRest } = blocksIn(block, "efs_volume_configuration");
    const [configuration] = items;
    const other = dockerVolume(graph, resource, block) ?? otherVolume(graph, resource, block);
    if (configuration) volumes.push(efsVolume(resource, name, configuration));
    else if (unknownRest) volumes.push(efsVolume(resource, name, hidden(resource, name, unknownRest)));
    else if (other) volumes.push(other);
    else if (name === undefined) otherVolumes ??= unknownValue("volume", "its name is not known");
    else otherNames.add(name);
  }
  return { ...containersOf(graph, resource), volumes, otherNames, otherVolumes };
}

function hidden({ address }: Resource, name: string | undefined, { why }: Unknown): Unknown {
  return unknownValue(`efs_volume_configuration of volume ${name ?? "?"} in ${address}`, why);
}

function efsVolume(resource: Resource, name: string | undefined, configuration: Value): EfsVolume {
  const at = (path: string) => attributeOf(configuration, path);
  return {
    name,
    resource,
    fileSystem: at("file_system_id"),
    rootDirectory: at("root_directory"),
    transitEncryption: at("transit_encryption"),
    transitEncryptionPort: at("transit_encryption_port"),
    accessPoint: at("authorization_config.access_point_id"),
    iam: at("authorization_config.iam"),
  };
}

function containersOf(graph: Graph, resource: Resource): Pick<TaskDefinitionFacts, "containers" | "otherContainers"> {
  const written = resource.get("container_definitions");
  const definitions = graph.json(written);
  if (definitions.kind !== "list") {
    const why =
      definitions.kind === "unknown" ? definitions : unknownValue(graph.describe(written), "not known as JSON");
    return { containers: [], otherContainers: why };
  }
  const { items, unknownRest } = graph.items(definitions);
  const containers: Container[] = [];
  let otherContainers = unknownRest;
  for (const item of items) {
    const definition = graph.follow(item);
    if (definition.kind === "object") containers.push(containerOf(graph, definition));
    else
      otherContainers ??= definition.kind === "unknown" ? definition : unknownValue(graph.describe(item), "not known");
  }
  return { containers, otherContainers };
}

function containerOf(graph: Graph, definition: Value): Container {
  const mountPoints: MountPoint[] = [];
  const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, definition, "mountPoints"));
  let otherMountPoints = unknownRest;
  for (const item of items) {
    const point = graph.follow(item);
    if (isNull(point)) continue;
    if (point.kind !== "object") otherMountPoints ??= unknownValue(graph.describe(item), "not known");
    else {
      mountPoints.push({
        containerPath: propertyIgnoringCase(graph, point, "containerPath"),
        readOnly: propertyIgnoringCase(graph, point, "readOnly"),
        volume: propertyIgnoringCase(graph, point, "sourceVolume"),
      });
    }
  }
  return {
    name: graph.text(propertyIgnoringCase(graph, definition, "name")),
    image: propertyIgnoringCase(graph, definition, "image"),
    mountPoints,
    otherMountPoints,
    definition,
  };
}

/** The representation of an unknown task definition, which may contain anything. */
export function unknownTaskDefinition(why: Unknown): TaskDefinitionFacts {
  return { containers: [], otherContainers: why, volumes: [], otherNames: new Set(), otherVolumes: why };
}

/** Roles and similar attributes; an unknown task definition never means `null`, so it stays unknown. */
export function ofTaskDefinition(task: Resource | Unknown, attribute: string): Value {
  if (!("key" in task)) return task;
  return task.get(attribute) ?? NULL;
}
