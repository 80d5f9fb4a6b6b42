/** Task definitions by name: a family, `family:revision`, or an ARN with or without a revision. */
import { notDeleted } from "../aws/attributes/block";
import { type Graph } from "../graph/graph";
import { type Reference, type Resource, type Unknown, unknownValue } from "../graph/model";

const type = "aws_ecs_task_definition";
const form = /^(?:arn:[^:]+:ecs:([^:]*):([^:]*):task-definition\/)?([A-Za-z0-9_-]+)(?::(\d+))?$/;

interface Named {
  readonly text: string;
  readonly region?: string;
  readonly account?: string;
  readonly family: string;
  /** The newest active revision if none is named. */
  readonly revision?: string;
}

/** Undefined if the text is not such a name, or no resource of the input has the family. */
export function namedTaskDefinition(graph: Graph, text: string, user: Resource): Resource | Unknown | undefined {
  const [, region, account, family, revision] = form.exec(text) ?? [];
  if (family === undefined) return undefined;
  const named = { text, region, account, family, revision };
  const found = notDeleted(graph.all(type, "both")).filter((one) => mayBe(graph, named, one, user));
  if (found.length === 0) return undefined;
  return revision === undefined ? newest(graph, named, found) : exact(graph, named, found);
}

/** A family is unique in an account and Region: those of the ARN, or of the resource that names it. */
function mayBe(graph: Graph, { family, region, account }: Named, one: Resource, user: Resource): boolean {
  if (graph.text(one.get("family")) !== family) return false;
  const [, ownRegion, ownAccount] = form.exec(graph.text(one.get("arn")) ?? "") ?? [];
  if (region !== undefined && ownRegion !== undefined) return region === ownRegion && account === ownAccount;
  const { provider } = one;
  if (region !== undefined) {
    const otherAccount = provider?.accounts.length === 1 && provider.accounts[0] !== account;
    return (provider?.region === undefined || provider.region === region) && !otherAccount;
  }
  if (one.document === user.document) return provider?.region === user.provider?.region;
  const [here, there] = [provider?.accounts ?? [], user.provider?.accounts ?? []];
  return provider?.region === user.provider?.region && here.length === 1 && here[0] === there[0] && there.length === 1;
}

function exact(graph: Graph, { text, revision }: Named, found: readonly Resource[]): Resource | Unknown {
  const revisions = found.map((one) => graph.text(one.get("revision")));
  const managed = found.find((one, at) => one.mode === "managed" && revisions[at] === revision);
  const read = found.find((_one, at) => revisions[at] === revision);
  if (managed ?? read) return (managed ?? read)!;
  const others = found.map(({ address }) => address).join(", ");
  return unknownValue(text, `is another revision than what ${others} shows`, references(found));
}

/** A revision that will be registered is newer than all that have a number. */
function newest(graph: Graph, { text }: Named, found: readonly Resource[]): Resource | Unknown {
  const managed = found.filter(({ mode }) => mode === "managed");
  const pending = managed.filter((one) => graph.text(one.get("revision")) === undefined);
  if (pending.length === 1) return pending[0]!;
  if (pending.length > 1) {
    const names = pending.map(({ address }) => address).join(" or ");
    return unknownValue(text, `the newest revision may be that of ${names}`, references(pending));
  }
  const revisionOf = (one: Resource) => Number(graph.text(one.get("revision")) ?? -1);
  const among = managed.length > 0 ? managed : found;
  return among.reduce((best, one) => (revisionOf(one) > revisionOf(best) ? one : best));
}

function references(found: readonly Resource[]): Reference[] {
  return found.map(({ key }) => ({ kind: "reference", to: key, attribute: "id" }));
}
