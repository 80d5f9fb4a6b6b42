/** The policy of a file system; without one, EFS allows every client that reaches a mount target (EFS-09). */
import { assumptions, namesOf } from "../../assumptions";
import { type Facts } from "../../facts";
import { literal, type Resource, type Unknown, unknownValue } from "../../graph/model";
import { notDeleted } from "../attributes/block";
import { type ResourcePolicy } from "../iam/authorization";
import { type PolicyDocument, policyDocument } from "../iam/policy-document";

export interface FileSystemPolicies {
  readonly policies: readonly ResourcePolicy[];
  /** Set if a policy outside this list may be attached. */
  readonly open?: Unknown;
}

/** A fact: `facts.per(fileSystemPolicies, fileSystem)`. */
export function fileSystemPolicies(facts: Facts, fileSystem: Resource): FileSystemPolicies {
  const { graph } = facts;
  const { certain, possible } = graph.referrers("aws_efs_file_system_policy", "file_system_id", fileSystem);
  const policies = notDeleted(certain).map((resource) => ({
    resource,
    document: policyDocument(graph, resource.get("policy")),
  }));
  if (policies.length > 0) return { policies };
  const [perhaps] = notDeleted(possible);
  if (perhaps) return { policies, open: unknownValue(perhaps.address, `may be the policy of ${fileSystem.address}`) };
  if (fileSystem.mode === "managed") return { policies };
  // As with the default policy.
  if (facts.once(assumptions).use("file-system-policy-allows-clients", () => namesOf(facts, fileSystem)))
    return { policies };
  return { policies, open: unknownValue(`the policy of ${fileSystem.address}`, "is not in the input") };
}

const everything = { negated: false, items: [literal("*")] };

/** The default policy: full access for every client that comes through a mount target. */
export const defaultPolicy: PolicyDocument = {
  statements: [
    {
      effect: "Allow",
      actions: { negated: false, items: [literal("elasticfilesystem:Client*")] },
      resources: everything,
      principals: { negated: false, items: [{ type: "AWS", value: literal("*") }] },
      conditions: [],
    },
  ],
};
