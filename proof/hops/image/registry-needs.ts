/**
 * What pulling an image from private ECR requires: permissions of the execution role, limited by the repository policy
 * (ECS-26).
 */
import { assumptions } from "../../assumptions";
import { type EcrRegistry, registryOf } from "../../aws/ecr/image";
import {
  cacheRuleOf,
  isOfAnotherAccount,
  isOpenToEverybody,
  registryPolicies,
  repositoryArn,
  repositoryOf,
  repositoryPolicies,
} from "../../aws/ecr/repository";
import { type Access, judgeAccess, type ResourcePolicy, type ResourceSide } from "../../aws/iam/authorization";
import { type Request } from "../../aws/iam/policy";
import { awsSuffix } from "../../dns/name";
import { type Facts } from "../../facts";
import { literal, type Resource, unknownValue, type Value } from "../../graph/model";
import { atMost } from "../../graph/ternary";
import { partitionOf } from "../../partitions";
import { type Need } from "../../task-start/execution-role";

const rule = "ECS-26";

/** @param within a Region: only names that its endpoints serve are returned */
export function pullNeeds(facts: Facts, image: Value, within?: string): Need[] {
  const registry = registryOf(facts, image);
  if (registry?.kind !== "ecr") return [];
  if (within !== undefined && (registry.region !== within || registry.host !== "classic")) return [];
  const what = `pull ${facts.graph.text(image) ?? facts.graph.describe(image)}`;
  const token = { actions: ["ecr:GetAuthorizationToken"], resources: [literal("*")], what, region: registry.region };
  const arn = arnOf(facts, registry);
  if (!arn) return [token];
  const pull: Need = {
    actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resources: [arn],
    what,
    region: registry.region,
    judge: (request) => judgePull(facts, registry, request),
  };
  return [token, pull, ...cacheNeeds(facts, registry, arn, what)];
}

/** A repository by its ARN, or else by the name of the image. */
function arnOf(facts: Facts, registry: EcrRegistry): Value | undefined {
  const known = repositoryArn(facts, registry);
  if (known) return known;
  const { account, region, repository } = registry;
  if (account === undefined || region === undefined || repository === undefined) return undefined;
  return literal(`arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${repository}`);
}

function judgePull(facts: Facts, registry: EcrRegistry, request: Request): Access {
  const { policies, open } = repositoryPolicies(facts, registry);
  const side = sideOf(facts, registry, request, open);
  const access = judgeAccess(facts, request, policies, side);
  const said = facts.once(assumptions);
  const names = () => namesOfRegistry(registry);
  if (side.isForeign && !open && access.answer === "no") {
    said.contradict(statement, names, `the policy of ${registry.repository ?? "the repository"} does not allow it`);
  }
  const isOpen = side.isForeign && open !== undefined && access.answer === "unknown";
  return isOpen && said.use(statement, names) ? judgeAccess(facts, request, policies) : access;
}

const statement = "repository-allows-pull";

function namesOfRegistry({ account, region, repository }: EcrRegistry): readonly string[] {
  if (account === undefined || region === undefined) return [];
  const host = `${account}.dkr.ecr.${region}.${awsSuffix(region)}`;
  return repository === undefined ? [host] : [host, `${host}/${repository}`];
}

/** A repository of another account is accessible only if its own policy allows it. */
function sideOf(facts: Facts, registry: EcrRegistry, { caller }: Request, open: ResourceSide["open"]): ResourceSide {
  const isForeign = caller.kind === "role" && isOfAnotherAccount(facts, registry, caller.role);
  if (!isForeign || isOpenToEverybody(registry)) return { isForeign: false };
  return { isForeign, open };
}

/**
 * The first pull through a cache creates the repository and imports the image. Images that an existing rule has already
 * cached need no such permissions.
 */
function cacheNeeds(facts: Facts, registry: EcrRegistry, arn: Value, what: string): Need[] {
  const cache = cacheRuleOf(facts, registry);
  if (!cache) return [];
  const repository = repositoryOf(facts, registry);
  if (repository && !isNew(repository)) return [];
  const policies = registryPolicies(facts, registry);
  const actions = repository
    ? ["ecr:BatchImportUpstreamImage"]
    : ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"];
  const need: Need = {
    actions,
    resources: [arn],
    what: `${what} through ${cache.address} for the first time`,
    rule,
    judge: (request) => judgeCache(facts, policies, cache, request),
  };
  return [need];
}

function judgeCache(facts: Facts, policies: readonly ResourcePolicy[], cache: Resource, request: Request): Access {
  const access = judgeAccess(facts, request, policies);
  if (access.answer !== "no" || isNew(cache)) return access;
  const why = "exists already, so the image may be cached";
  return atMost({ answer: "yes" }, unknownValue(cache.address, why));
}

/** Whether the plan creates it, or only a configuration contains it. */
function isNew({ mode, action, document }: Resource): boolean {
  if (mode === "data") return false;
  return action === "create" || action === "replace" || (action === undefined && document.kind === "configuration");
}
