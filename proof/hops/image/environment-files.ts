/** ECS reads environment files from S3 with the execution role when a task starts (ECS-23). */
import { propertyIgnoringCase } from "../../aws/attributes/block";
import { type EnvironmentFile, environmentFile } from "../../aws/ecs/environment-file";
import { judgeAccess } from "../../aws/iam/authorization";
import { awsSuffix } from "../../dns/name";
import { literal, unknownValue, type Value } from "../../graph/model";
import { fails, type HopAnswer, unknown } from "../../hop-answer";
import { reachS3 } from "../../service-access/s3-access";
import { reachService } from "../../service-access/service-access";
import { type Need } from "../../task-start/execution-role";
import { decryptNeed, unknownKey } from "../../task-start/secret-key";
import { type Position } from "../../workloads/task-position";
import { type Container } from "../../workloads/workload";

/** The permissions of the execution role to read them. Source: ECS developer guide, use-environment-file.html. */
export function environmentNeeds(at: Position, container: Container): Need[] {
  const { facts } = at;
  return filesOf(at, container).items.flatMap((arn): Need[] => {
    const file = environmentFile(facts, arn);
    const what = `read ${nameOf(at, file)}`;
    const judge: Need["judge"] = (request) => judgeAccess(facts, request, file.policies);
    const place: Need[] = file.bucketArn
      ? [{ actions: ["s3:GetBucketLocation"], resources: [file.bucketArn], what, judge }]
      : [];
    return [
      { actions: ["s3:GetObject"], resources: [arn], what, judge },
      ...place,
      ...decryptNeed(at, file.key, `decrypt ${nameOf(at, file)}`, contextOf(at)),
    ];
  });
}

/** Checks whether S3 is reachable and whether the object keys are known. */
export function* environmentWithinReach(at: Position, container: Container): Iterable<HopAnswer | undefined> {
  const { items, unknownRest } = filesOf(at, container);
  if (unknownRest) {
    const detail = `the environment files of ${container.name ?? "a container"} are not known: ${unknownRest.expression}`;
    const resolveBy = "the environment files as literals, or the deployed state";
    yield unknown("ECS-23", at.path.volume.resource.address, detail, resolveBy);
  }
  for (const arn of items) {
    const file = environmentFile(at.facts, arn);
    const name = nameOf(at, file);
    yield wrongExtension(at, arn);
    yield at.privateEndpointsFor("s3").length > 0 ? reachService(at, "s3") : reachS3(at, name);
    yield* unknownKey(at, file.key, name);
  }
}

/** "The file must have a .env file extension" (API_EnvironmentFile.html). */
function wrongExtension({ facts: { graph }, path }: Position, arn: Value): HopAnswer | undefined {
  const text = graph.text(arn);
  if (text === undefined || text.endsWith(".env")) return undefined;
  const detail = `reads the environment file ${text}, but ECS supports only files with the extension .env`;
  return fails("ECS-23", path.volume.resource.address, detail);
}

function filesOf({ facts: { graph }, path }: Position, { definition }: Container) {
  if (path.workload.kind !== "ecs") return { items: [] };
  const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, definition, "environmentFiles"));
  return { items: items.map((item) => propertyIgnoringCase(graph, item, "value")), unknownRest };
}

function nameOf({ facts: { graph } }: Position, { arn }: EnvironmentFile): string {
  return `the environment file ${graph.text(arn) ?? graph.describe(arn)}`;
}

function contextOf({ region }: Position): ReadonlyMap<string, Value> {
  const via = region === undefined ? undefined : literal(`s3.${region}.${awsSuffix(region)}`);
  return new Map([
    ["kms:viaservice", via ?? unknownValue("kms:ViaService", "depends on the Region of the bucket")],
    ["aws:viaawsservice", unknownValue("aws:ViaAWSService", "is known only when the request is made")],
  ]);
}
