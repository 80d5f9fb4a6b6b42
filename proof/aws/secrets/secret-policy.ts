/** The policy of a secret, which may deny what the policies of a role allow. */
import { type Facts } from "../../facts";
import { type Resource, type Unknown, unknownValue } from "../../graph/model";
import { isUnset, referrersOf } from "../attributes/block";
import { type ResourcePolicy } from "../iam/authorization";
import { policyDocument } from "../iam/policy-document";

export interface SecretPolicies {
  readonly policies: readonly ResourcePolicy[];
  /** Set if a policy outside this list may be attached. */
  readonly open?: Unknown;
}

/** @param secret undefined if it is not in the input */
export function secretPolicies(facts: Facts, secret: Resource | undefined): SecretPolicies {
  if (secret?.type !== "aws_secretsmanager_secret") {
    return { policies: [], open: unknownValue("the policy of the secret", "is not in the input") };
  }
  const { graph } = facts;
  const { certain } = referrersOf(facts, "aws_secretsmanager_secret_policy", "secret_arn", secret);
  const holders = certain.length > 0 ? certain : isUnset(graph, secret, "policy") ? [] : [secret];
  const policies = holders.map((resource) => ({ resource, document: policyDocument(graph, resource.get("policy")) }));
  const isOpen = secret.mode === "data" && policies.length === 0;
  return {
    policies,
    open: isOpen ? unknownValue(`the policy of ${secret.address}`, "is not in the input") : undefined,
  };
}
