/** Launch templates with their versions and overrides, launch configurations, and instances. */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import {
  isNull,
  NULL,
  type ObjectValue,
  type Resource,
  type Unknown,
  unknownValue,
  type Value,
} from "../../graph/model";
import { decoded } from "../../user-data/decode";
import { type Host, hostOf } from "../../user-data/host";
import { hole } from "../../user-data/host-state";
import { attributeOf, blocksIn, isUnset, targetOf } from "../attributes/block";

export interface Launch {
  /** The launch template, the launch configuration or the instance itself. */
  readonly resource: Resource;
  /** Set if another version of the template than the one in the input may be used. */
  readonly otherVersion?: Unknown;
  readonly instanceTypes: readonly Value[];
}

const mixed = "mixed_instances_policy.launch_template";

/** The launch templates of an Auto Scaling group: several if overrides have their own. */
export function launchesOf(graph: Graph, group: Resource): readonly (Launch | Unknown)[] {
  if (!isUnset(graph, group, "launch_configuration")) {
    const found = targetOf(graph, group.get("launch_configuration"), "aws_launch_configuration", group);
    return [found ? launch(graph, found) : unknownValue(graph.describe(group.get("launch_configuration")), notRead)];
  }
  const [plain] = group.blocks("launch_template").items;
  if (plain) return [ofTemplate(graph, group, plain, "id", "name")];
  const [policy] = group.blocks("mixed_instances_policy").items;
  const [specification] = policy ? blocksIn(policy, "launch_template.launch_template_specification").items : [];
  if (!specification) return [];
  const base = ofTemplate(graph, group, specification, "launch_template_id", "launch_template_name");
  const overrides = policy ? blocksIn(policy, "launch_template.override") : { items: [] };
  const types = overrides.items.map((one) => attributeOf(one, "instance_type")).filter((one) => !isNull(one));
  const own = overrides.items.flatMap((one) => blocksIn(one, "launch_template_specification").items);
  const others = own.map((one) => ofTemplate(graph, group, one, "launch_template_id", "launch_template_name"));
  const withTypes = "kind" in base || types.length === 0 ? base : { ...base, instanceTypes: types };
  const rest = overrides.unknownRest
    ? [unknownValue(`${mixed}.override of ${group.address}`, overrides.unknownRest.why)]
    : [];
  return [...(own.length > 0 && own.length === overrides.items.length ? [] : [withTypes]), ...others, ...rest];
}

/** A separate instance, which may use a template. */
export function launchOfInstance(graph: Graph, instance: Resource): Launch | Unknown {
  const [template] = instance.blocks("launch_template").items;
  if (!template || !isUnset(graph, instance, "user_data")) return launch(graph, instance);
  return ofTemplate(graph, instance, template, "id", "name");
}

const notRead = "is not in the input";

function ofTemplate(graph: Graph, user: Resource, block: ObjectValue, id: string, name: string): Launch | Unknown {
  const value = [id, name].map((one) => attributeOf(block, one)).find((one) => !isNull(graph.follow(one)));
  if (value === undefined) return unknownValue(`launch_template of ${user.address}`, notRead);
  const found = targetOf(graph, value, "aws_launch_template", user);
  if (!found) return unknownValue(graph.describe(value), notRead);
  return { ...launch(graph, found), otherVersion: otherVersion(graph, found, attributeOf(block, "version")) };
}

/** The input shows the attributes of the latest version; an older version may differ. */
function otherVersion(graph: Graph, template: Resource, version: Value): Unknown | undefined {
  const at = graph.follow(version);
  if (at.kind === "reference" && at.to === template.key) {
    return /latest/.test(at.attribute) ? undefined : olderDefault(graph, template);
  }
  const text = graph.text(version);
  if (text === "$Latest") return undefined;
  if (text === undefined && !isNull(at)) return unknownValue(graph.describe(version), "is an unknown version");
  if (text === undefined || text === "" || text === "$Default") return olderDefault(graph, template);
  const latest = graph.text(template.get("latest_version"));
  // An existing template may have other versions; the first version of a new template is the one in the
  // configuration.
  const isNew = template.action === "create" || template.action === undefined;
  if (latest === text || (isNew && text === "1")) return undefined;
  return unknownValue(`version ${text} of ${template.address}`, "may differ from the version that the input shows");
}

function olderDefault(graph: Graph, template: Resource): Unknown | undefined {
  if (template.action !== "update" || graph.text(template.get("update_default_version")) === "true") return undefined;
  return unknownValue(
    `the default version of ${template.address}`,
    "may be an older version, because update_default_version is not set",
  );
}

function launch(graph: Graph, resource: Resource): Launch {
  const type = resource.get("instance_type");
  return { resource, instanceTypes: isUnset(graph, resource, "instance_type") ? [] : [type] };
}

/**
 * The state of a host after its user data ran; undefined if there is none. A fact of a launch template, launch
 * configuration or instance.
 */
export function hostOfLaunch({ graph }: Facts, resource: Resource): Host | Unknown | undefined {
  const attribute = ["user_data_base64", "user_data"].find((name) => !isUnset(graph, resource, name));
  if (attribute === undefined) return undefined;
  const value = resource.get(attribute);
  const text = textWithHoles(graph, value);
  const open = graph.follow(value);
  if (text === hole)
    return open.kind === "unknown" ? open : unknownValue(graph.describe(value), "is not known as text");
  // Provider 5 stores only the hash of an instance's user data (aws_instance, `user_data`).
  if (/^[0-9a-f]{40}$/.test(text)) return unknownValue(`user_data of ${resource.address}`, "is shown only as a hash");
  return hostOf(text);
}

export function userDataOf(graph: Graph, resource: Resource): Value {
  const attribute = ["user_data_base64", "user_data"].find((name) => !isUnset(graph, resource, name));
  return attribute === undefined ? NULL : resource.get(attribute);
}

/** The user data as plain text, if it is known. */
export function plainUserData(graph: Graph, resource: Resource): string {
  const value = userDataOf(graph, resource);
  return isNull(value) ? "" : decoded(textWithHoles(graph, value));
}

function textWithHoles(graph: Graph, value: Value): string {
  const text = graph.text(value);
  if (text !== undefined) return text;
  const at = graph.follow(value);
  return at.kind === "template" ? at.parts.map((part) => textWithHoles(graph, part)).join("") : hole;
}
