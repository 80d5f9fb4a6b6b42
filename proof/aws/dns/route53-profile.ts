/** The rules, private zones and interface endpoints that Route 53 profiles add to a VPC, by ARN. */
import { assumptions, namesOf } from "../../assumptions";
import { type UnknownFact, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { unknownFactOf } from "./plain-values";

export interface ProfileResource {
  /** The resource that adds it to the profile, or the profile's association if the profile is not known. */
  readonly association: Resource;
  readonly arn: Value;
  /** Set if it is not known whether it applies to the VPC. */
  readonly mayBe?: UnknownFact;
}

export function profileResources(facts: Facts, vpc: Value): readonly ProfileResource[] {
  const { graph } = facts;
  if (graph.all("aws_route53profiles_association").length === 0) return [];
  const { certain, possible } = graph.referrers("aws_route53profiles_association", "resource_id", vpc);
  return [...certain, ...possible].flatMap((association): ProfileResource[] => {
    const value = association.get("profile_id");
    const mayBe = certain.includes(association)
      ? undefined
      : unknownFactOf(graph, association.get("resource_id"), `the VPC of ${association.address}`);
    const held = graph.referrers("aws_route53profiles_resource_association", "profile_id", value);
    const resources = [...held.certain, ...held.possible].map((resource): ProfileResource => {
      const open = held.certain.includes(resource)
        ? undefined
        : unknownFactOf(graph, resource.get("profile_id"), `the profile of ${resource.address}`);
      return { association: resource, arn: resource.get("resource_arn"), mayBe: mayBe ?? open };
    });
    // A profile outside the input may contain more than is known.
    const profile = graph.target(value, "aws_route53profiles_profile", association);
    if (profile?.mode === "managed") return resources;
    const id = profile ? graph.knownId(profile) : graph.text(value);
    const names = () => [...(profile ? namesOf(facts, profile) : []), ...(id === undefined ? [] : [id])];
    if (facts.once(assumptions).use("no-other-profile-resources", names)) return resources;
    const look =
      id === undefined ? "" : `aws route53profiles list-profile-resource-associations --profile-id ${id}, or `;
    const resolveBy = unknownFact(
      `the contents of the profile of ${association.address}: ${look}add the plan or state that creates it as another input`,
    );
    const arn: Value = {
      kind: "unknown",
      expression: resolveBy.unknown,
      why: "it is not in the input",
      candidates: [],
      closed: false,
    };
    return [...resources, { association, arn, mayBe: resolveBy }];
  });
}
