/** A starting task fetches secrets and parameters over the network with its execution role, like its images (EP-01). */
import { accountOf } from "../aws/account/account";
import { propertyIgnoringCase } from "../aws/attributes/block";
import { judgeAccess } from "../aws/iam/authorization";
import { type Secret, secretOf } from "../aws/secrets/secret";
import { secretPolicies } from "../aws/secrets/secret-policy";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type Unknown, type Value } from "../graph/model";
import { type HopAnswer, unknown } from "../hop-answer";
import { type RuleId } from "../rules";
import { reachOutside, reachService } from "../service-access/service-access";
import { type Position } from "../workloads/task-position";
import { type Container } from "../workloads/workload";
import { type Need } from "./execution-role";

const names = { secretsmanager: "Secrets Manager", ssm: "Parameter Store" } as const;
const reading = { secretsmanager: "secretsmanager:GetSecretValue", ssm: "ssm:GetParameters" } as const;

/** Checks whether the sources of secrets are reachable. */
export function* secretsWithinReach(at: Position, container: Container): Iterable<HopAnswer | undefined> {
  const { graph } = at.facts;
  const { items, unknownRest } = written(at, container);
  const open = unknownRest ?? items.find((item) => !of(at, item));
  if (open) {
    const detail = `not known where a secret of ${container.name ?? "a container"} comes from: ${graph.describe(open)}`;
    yield unknown(
      "EP-01",
      at.path.volume.resource.address,
      detail,
      "the secret's ARN as a literal, or the deployed state",
    );
  }
  for (const secret of secretsOf(at, container)) yield reach(at, secret);
}

/**
 * The permissions that the execution role needs to read them.
 * @param here whether to include only secrets of the task's Region
 */
export function secretNeeds(at: Position, container: Container, here = false): Need[] {
  const { facts } = at;
  const { graph } = facts;
  const found = writtenSecrets(at, container);
  const asked = here ? found.filter(({ secret }) => secret.region === undefined || secret.region === at.region) : found;
  return asked.map(({ secret, rule }) => {
    const { policies, open } = secretPolicies(facts, secret.resource);
    const isForeign = isOtherAccount(at, secret);
    return {
      actions: [reading[secret.service]],
      resources: secret.arns,
      doubtful: secret.doubtful,
      what: `read ${nameOf(graph, secret)}`,
      rule,
      region: secret.region ?? at.region,
      judge: (request) => judgeAccess(facts, request, policies, { isForeign, open: isForeign ? open : undefined }),
    };
  });
}

/** The name in messages. */
export function nameOf(graph: Graph, { resource, arns: [arn], doubtful }: Secret): string {
  const name = doubtful ?? arn!;
  return resource?.address ?? graph.text(name) ?? graph.describe(name);
}

/** False unless both accounts are known. */
export function isOtherAccount({ facts: { graph }, path }: Position, { account }: Secret): boolean {
  const own = accountOf(graph, path.volume.resource);
  return account !== undefined && own !== undefined && account !== own;
}

/** The known secrets, without duplicates. */
export function secretsOf(at: Position, container: Container): Secret[] {
  return writtenSecrets(at, container).map(({ secret }) => secret);
}

function reach(at: Position, { service, region }: Secret): HopAnswer | undefined {
  if (region === undefined || at.region === undefined || region === at.region) return reachService(at, service);
  return reachOutside(at, `${names[service]} of ${region}`, "EP-09");
}

function writtenSecrets(at: Position, container: Container): { secret: Secret; rule?: RuleId }[] {
  const { items, credentials } = written(at, container);
  return items.flatMap((value) => {
    const secret = of(at, value);
    return secret ? [{ secret, rule: value === credentials ? "ECS-25" : undefined }] : [];
  });
}

function of(at: Position, value: Value): Secret | undefined {
  return secretOf(at.facts.graph, value, at.path.volume.resource, at.region);
}

interface Written {
  readonly items: readonly Value[];
  readonly unknownRest?: Unknown;
  readonly credentials?: Value;
}

const writtenOf = (_facts: Facts) => new WeakMap<Container, Written>();

/**
 * `secrets`, the secrets of the log driver, and the credentials of registries other than ECR: the same in each subnet.
 */
function written({ facts, path }: Position, container: Container): Written {
  if (path.workload.kind !== "ecs") return { items: [] };
  const known = facts.once(writtenOf);
  let found = known.get(container);
  if (!found) known.set(container, (found = readWritten(facts.graph, container)));
  return found;
}

function readWritten(graph: Graph, { definition }: Container): Written {
  const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, definition, "secrets"));
  const credentials = propertyIgnoringCase(
    graph,
    propertyIgnoringCase(graph, definition, "repositoryCredentials"),
    "credentialsParameter",
  );
  const ofLogs = graph.items(
    propertyIgnoringCase(graph, propertyIgnoringCase(graph, definition, "logConfiguration"), "secretOptions"),
  );
  const values = [...items, ...ofLogs.items].map((item) => propertyIgnoringCase(graph, item, "valueFrom"));
  const found = [...values, credentials].filter((value) => !isNull(graph.follow(value)));
  return { items: found, unknownRest: unknownRest ?? ofLogs.unknownRest, credentials };
}
