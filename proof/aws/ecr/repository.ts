/** ECR repositories of the input, their policies, and the pull-through cache rules that fill them (ECS-26). */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { accountOf, regionOf } from "../account/account";
import { notDeleted } from "../attributes/block";
import { type ResourcePolicy } from "../iam/authorization";
import { policyDocument } from "../iam/policy-document";
import { type EcrRegistry } from "./image";

/**
 * AWS accounts with repositories from which every account is allowed to pull. Sources: EKS user guide,
 * add-ons-images.html (add-ons); github.com/aws/aws-for-fluent-bit (906394416424).
 */
const openToEverybody = new Set([
  ...["602401143452", "877085696533", "800184023465", "533267051163", "296578399912", "900889452093", "491585149902"],
  ...["151610086707", "333609536671", "121268973566", "918309763551", "961992271922", "900612956339", "590381155156"],
  ...["455263428931", "558608220178", "759879836304", "066635153087", "761377655185", "151742754352", "013241004608"],
  "906394416424",
]);

export function isOpenToEverybody({ account }: EcrRegistry): boolean {
  return account !== undefined && openToEverybody.has(account);
}

/**
 * False unless both accounts are known.
 * @param role the role whose account is compared
 */
export function isOfAnotherAccount({ graph }: Facts, { account, resource }: EcrRegistry, role: Resource): boolean {
  const [theirs, own] = [account ?? (resource && accountOf(graph, resource)), accountOf(graph, role)];
  return theirs !== undefined && own !== undefined && theirs !== own;
}

/** The repository in the input: a managed one, or else a data source. */
export function repositoryOf({ graph }: Facts, registry: EcrRegistry): Resource | undefined {
  if (registry.resource) return registry.resource;
  const { repository } = registry;
  if (repository === undefined) return undefined;
  const found = notDeleted(graph.all("aws_ecr_repository", "both")).filter((one) => {
    return graph.text(one.get("name")) === repository && isOf(graph, one, registry);
  });
  return found.find(({ mode }) => mode === "managed") ?? found[0];
}

/** Whether a resource may be in the same account and Region as a registry. */
function isOf(graph: Graph, resource: Resource, { account, region }: EcrRegistry): boolean {
  const [itsAccount, itsRegion] = [accountOf(graph, resource), regionOf(graph, resource)];
  if (itsAccount !== undefined && account !== undefined && itsAccount !== account) return false;
  return itsRegion === undefined || region === undefined || itsRegion === region;
}

export interface RepositoryPolicies {
  readonly policies: readonly ResourcePolicy[];
  /** Set if a policy outside this list may be attached. */
  readonly open?: Unknown;
}

export function repositoryPolicies(facts: Facts, registry: EcrRegistry): RepositoryPolicies {
  const { graph } = facts;
  const repository = repositoryOf(facts, registry);
  const found = notDeleted(graph.all("aws_ecr_repository_policy")).filter((policy) => {
    const named = policy.get("repository");
    if (repository?.mode === "managed")
      return graph.target(named, "aws_ecr_repository", policy)?.key === repository.key;
    return (
      registry.repository !== undefined && graph.text(named) === registry.repository && isOf(graph, policy, registry)
    );
  });
  const policies = found.map((resource) => ({ resource, document: policyDocument(graph, resource.get("policy")) }));
  if (policies.length > 0 || repository?.mode === "managed") return { policies };
  const name = registry.repository ?? "the repository";
  return { policies, open: unknownValue(`the repository policy of ${name}`, "is not in the input") };
}

/** The rule with the longest prefix of the repository's name. */
export function cacheRuleOf({ graph }: Facts, registry: EcrRegistry): Resource | undefined {
  const { repository } = registry;
  if (repository === undefined) return undefined;
  const prefixOf = (rule: Resource) => graph.text(rule.get("ecr_repository_prefix")) ?? "";
  const rules = notDeleted(graph.all("aws_ecr_pull_through_cache_rule")).filter((rule) => {
    const prefix = prefixOf(rule);
    return isOf(graph, rule, registry) && (prefix === "ROOT" || (prefix !== "" && repository.startsWith(`${prefix}/`)));
  });
  const length = (rule: Resource) => (prefixOf(rule) === "ROOT" ? 0 : prefixOf(rule).length);
  return rules.sort((a, b) => length(b) - length(a))[0];
}

/** The registry policy, which may allow what a pull-through cache needs. */
export function registryPolicies({ graph }: Facts, registry: EcrRegistry): readonly ResourcePolicy[] {
  return notDeleted(graph.all("aws_ecr_registry_policy"))
    .filter((one) => isOf(graph, one, registry))
    .map((resource) => ({ resource, document: policyDocument(graph, resource.get("policy")) }));
}

/** The ARN of the repository, as far as it is known. */
export function repositoryArn(facts: Facts, registry: EcrRegistry): Value | undefined {
  const found = repositoryOf(facts, registry);
  if (found) return { kind: "reference", to: found.key, attribute: "arn" };
  return undefined;
}
