/** Secrets and parameters come to a starting task like its images: over the network, as its execution role (EP-01). */
import { property } from "../aws/block";
import { type Secret, secretOf } from "../aws/secret";
import { isNull, type Value } from "../graph/model";
import { type Container } from "../workloads/workload";
import { type Need } from "./execution-role";
import { type HopAnswer, unknown } from "./hop";
import { type Position } from "./position";
import { reachOutside, reachService } from "./service-access";

const names = { secretsmanager: "Secrets Manager", ssm: "Parameter Store" } as const;
const reading = { secretsmanager: "secretsmanager:GetSecretValue", ssm: "ssm:GetParameters" } as const;

/** Whether what a container takes from elsewhere is within reach. */
export function* secretsWithinReach(at: Position, container: Container): Iterable<HopAnswer | undefined> {
  const { graph } = at.facts;
  const { items, rest } = written(at, container);
  const open = rest ?? items.find((item) => !of(at, item));
  if (open) {
    const detail = `where a secret of ${container.name ?? "a container"} comes from is not known: ${graph.describe(open)}`;
    yield unknown(
      "EP-01",
      at.path.volume.resource.address,
      detail,
      "the secret's ARN as a literal, or the deployed state",
    );
  }
  for (const secret of secretsOf(at, items)) yield reach(at, secret);
}

/** What the execution role has to read them. @param here those of the task's own Region alone */
export function secretNeeds(at: Position, container: Container, here = false): Need[] {
  const secrets = secretsOf(at, written(at, container).items);
  const asked = here ? secrets.filter(({ region }) => region === undefined || region === at.region) : secrets;
  return asked.map(({ service, arn }) => ({
    actions: [reading[service]],
    resources: [arn],
    what: `read ${at.facts.graph.text(arn) ?? at.facts.graph.describe(arn)}`,
  }));
}

/** Files of environment variables, which the task fetches from S3 before its containers start. */
export function environmentNeeds({ facts: { graph }, path }: Position, { definition }: Container): Need[] {
  if (path.workload.kind !== "ecs") return [];
  const { items } = graph.items(property(graph, definition, "environmentFiles"));
  return items.map((item) => {
    const arn = property(graph, item, "value");
    const what = `read the environment file ${graph.text(arn) ?? graph.describe(arn)}`;
    return { actions: ["s3:GetObject"], resources: [arn], what };
  });
}

function reach(at: Position, { service, region }: Secret): HopAnswer | undefined {
  if (region === undefined || at.region === undefined || region === at.region) return reachService(at, service);
  return reachOutside(at, `${names[service]} of ${region}`, "EP-09");
}

function secretsOf(at: Position, values: readonly Value[]): Secret[] {
  return values.map((value) => of(at, value)).filter((secret) => secret !== undefined);
}

function of(at: Position, value: Value): Secret | undefined {
  return secretOf(at.facts.graph, value, at.path.volume.resource, at.region);
}

/** `secrets`, those of the log driver, and the credentials of a registry that is not ECR. */
function written({ facts: { graph }, path }: Position, { definition }: Container) {
  if (path.workload.kind !== "ecs") return { items: [] };
  const { items, rest } = graph.items(property(graph, definition, "secrets"));
  const credentials = property(graph, property(graph, definition, "repositoryCredentials"), "credentialsParameter");
  const ofLogs = graph.items(property(graph, property(graph, definition, "logConfiguration"), "secretOptions"));
  const values = [...items, ...ofLogs.items].map((item) => property(graph, item, "valueFrom"));
  const found = [...values, credentials].filter((value) => !isNull(graph.follow(value)));
  return { items: found, rest: rest ?? ofLogs.rest };
}
