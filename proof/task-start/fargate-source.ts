/**
 * The source ARN for which Fargate assumes a role, as trust policies match it:
 * `arn:aws:eks:…:fargateprofile/platform/web/…` (EKS-04).
 */
import { type Source } from "../aws/iam/trust-policy";
import { type Facts } from "../facts";
import { profileFor } from "../workloads/fargate-profile";
import { type EksWorkload } from "../workloads/workload";

export function fargateSource(facts: Facts, { cluster, namespace, labels }: EksWorkload): Source | undefined {
  const { graph } = facts;
  const resource = cluster.kind === "reference" ? graph.at(cluster.to) : undefined;
  const name = resource && graph.text(resource.get("name"));
  if (resource === undefined || name === undefined) return undefined;
  const { region, accounts = [] } = resource.provider ?? {};
  const { profile, open } = profileFor(facts, resource, namespace, labels);
  const profileName = open ? undefined : profile && graph.text(profile.get("fargate_profile_name"));
  const prefix = ["fargateprofile", name, ...(profileName === undefined ? [] : [profileName]), ""].join("/");
  return { region, account: accounts.length === 1 ? accounts[0] : undefined, prefix };
}
