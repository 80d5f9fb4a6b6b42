/**
 * The role of container instances, which the agent uses to pull images and write logs for tasks without an execution
 * role.
 */
import { type Facts } from "../../facts";
import { type Resource, type Unknown, unknownValue } from "../../graph/model";
import { isUnset } from "../attributes/block";
import { callerOf } from "../iam/authorization";
import { type RoleOrNobody } from "../iam/policy";
import { instanceGroupsOf, type InstancePlacement } from "./container-instance";

/** One for each group of instances on which the tasks may run. */
export function instanceCallers(facts: Facts, workload: InstancePlacement): readonly (RoleOrNobody | Unknown)[] {
  const { groups, others } = instanceGroupsOf(facts, workload);
  const callers = groups.map(({ resource }) => callerOfLaunch(facts, resource));
  return others ? [...callers, others] : callers;
}

/** Launch configurations and instances have the profile as an attribute, launch templates in a block. */
const profileAttributes = ["iam_instance_profile.name", "iam_instance_profile.arn", "iam_instance_profile"];

/** The IAM caller of an instance. */
export function callerOfLaunch({ graph }: Facts, launch: Resource): RoleOrNobody | Unknown {
  const attributes = launch.type === "aws_launch_template" ? profileAttributes.slice(0, 2) : profileAttributes.slice(2);
  const attribute = attributes.find((one) => !isUnset(graph, launch, one));
  if (attribute === undefined) return { kind: "anonymous" };
  const profile = launch.get(attribute);
  const found = graph.target(profile, "aws_iam_instance_profile", launch);
  if (found && !isUnset(graph, found, "role")) return callerOf(graph, found.get("role"), found);
  return unknownValue(graph.describe(profile), "is an instance profile that is not in the input");
}
