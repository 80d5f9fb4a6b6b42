/** Applies a case to its base, and returns the proof's result. */
import { type Graph } from "../../../proof/graph/graph";
import { prove } from "../../../proof/prove";
import { type EksStack, type Manifest, manifestForms, objectsOfOutput } from "../../support/manifest-forms";
import { type BaseName, baseOf, type Body, type Json, plainUserData } from "./bases";
import { type Change, type owners } from "./cases";
import { isBody, merge, set, userDataForms } from "./change";
import { deployedUserData } from "./deployed-hosts";

export interface Outcome {
  readonly verdict: string;
  /** Hops that do not pass and rules of findings, with their details. */
  readonly by: readonly string[];
  readonly said: readonly string[];
}

export function run(baseName: BaseName, changes: readonly (Change | undefined)[], form = "output"): Outcome {
  const base = baseOf(baseName);
  const { documents } = base;
  const given = changes.filter((one) => one !== undefined).map(withIds);
  if (baseName === "eks") {
    const stack = documents["eks-platform"]!;
    const objects = objectsOfOutput(stack);
    for (const one of given) changeObjects(objects, one);
    manifestForms[form]!(stack as unknown as EksStack, objects);
  }
  for (const one of given) changeTerraform(baseName, documents, one);
  return outcomeOf(base.graph(documents));
}

const ids = {
  FS: "${data.terraform_remote_state.vpc-apps.outputs.file_system_ids.content}",
  AP: '${data.terraform_remote_state.vpc-apps.outputs.access_point_ids["content/web"]}',
};

/** `${FS}` and `${AP}` are the file system and the access point of the example. */
function withIds(change: Change): Change {
  const text = JSON.stringify(change).replace(/\$\{(FS|AP)\}/g, (_, name: keyof typeof ids) =>
    JSON.stringify(ids[name]).slice(1, -1),
  );
  return JSON.parse(text) as Change;
}

function outcomeOf(graph: Graph): Outcome {
  const { paths, findings } = prove(graph);
  const bad = paths.flatMap(({ hops }) => hops.filter(({ verdict }) => verdict !== "passes"));
  const open = [...bad, ...findings];
  const verdicts = [...paths.map(({ verdict }) => verdict), ...findings.map(({ severity }) => severity)] as string[];
  const isIn = (...names: string[]) => names.some((name) => verdicts.includes(name));
  const verdict = isIn("fails", "error") ? "fails" : isIn("unknown") ? "unknown" : paths.length > 0 ? "mounts" : "none";
  const worst = open.filter((one) =>
    "verdict" in one ? one.verdict === verdict : (one.severity === "error" ? "fails" : one.severity) === verdict,
  );
  return {
    verdict,
    by: [...new Set(worst.map((one) => ("hop" in one ? one.hop : one.rule)))],
    said: [
      ...new Set(
        open.map((one) => `${"hop" in one ? `${one.hop} ${one.verdict}` : one.severity} ${one.rule}: ${one.detail}`),
      ),
    ],
  };
}

type Objects = [string, Manifest][];

function changeObjects(objects: Objects, change: Change): void {
  const of = (kind: string) => {
    const found = objects.find(([, one]) => one.kind === kind)?.[1];
    if (!found) throw new Error(`no ${kind}`);
    return found;
  };
  const controller =
    objects.find(([, { kind }]) => kind === "StatefulSet")?.[1] ??
    objects.find(([, { kind }]) => kind === "Deployment")?.[1];
  const template = () => (controller!.spec as unknown as { template: { spec: Body } }).template.spec;
  const containers = () => template()["containers"] as Body[];
  const extra = (name: string, body: Body): Body => ({ name, image: containers()[0]!["image"]!, ...body });
  if (change.pod) merge(template(), change.pod as Body);
  if (change.container) merge(containers()[0]!, change.container as Body);
  if (change.init) template()["initContainers"] = [extra("init", change.init as Body)];
  if (change.beside) containers().push(extra("beside", change.beside as Body));
  if (change.owner && change.owner !== "Deployment") turn(of("Deployment"), change.owner);
  for (const [pointer, value] of Object.entries(change.set ?? {})) {
    const [kind, ...rest] = pointer.split("/");
    set(of(kind!) as unknown as Body, rest.join("/"), value as Json);
  }
  for (const kind of change.remove ?? [])
    objects.splice(
      objects.findIndex(([, one]) => one.kind === kind),
      1,
    );
  for (const [index, one] of (change.add ?? []).entries()) {
    const place = objects.findIndex(([key]) => key.startsWith("80_"));
    objects.splice(place, 0, [`79_added_${index}`, structuredClone(one) as unknown as Manifest]);
  }
}

/** The same pods, of another controller. */
function turn(object: Manifest, owner: (typeof owners)[number]): void {
  const { template, selector, replicas } = object.spec as { template: Body; selector: Body; replicas: Json };
  const once = structuredClone(template);
  const spec = once["spec"] as Body;
  if (spec["restartPolicy"] === "") Reflect.deleteProperty(spec, "restartPolicy");
  else spec["restartPolicy"] ??= "Never";
  const specs: Partial<Record<typeof owner, Body>> = {
    StatefulSet: { template, selector, replicas, serviceName: "nginx" },
    DaemonSet: { template, selector },
    ReplicaSet: { template, selector, replicas },
    ReplicationController: { template, replicas, selector: selector["matchLabels"]! },
    Job: { template: once },
    CronJob: { schedule: "0 * * * *", jobTemplate: { spec: { template: once } } },
  };
  const groups: Partial<Record<typeof owner, string>> = {
    Job: "batch/v1",
    CronJob: "batch/v1",
    ReplicationController: "v1",
    Pod: "v1",
  };
  object.kind = owner;
  object["apiVersion"] = groups[owner] ?? "apps/v1";
  object.spec = owner === "Pod" ? (template["spec"] as Body) : specs[owner];
  if (owner === "Pod") Object.assign(object.metadata, { labels: (template["metadata"] as Body)["labels"] });
}

function changeTerraform(base: BaseName, documents: Record<string, Body>, change: Change): void {
  for (const [place, value] of Object.entries(change.terraform ?? {})) {
    const [document, address, pointer] = base === "hosts" ? ["state", ...place.split(" ")] : place.split(" ");
    if (base === "hosts") setInState(documents["state"]!, address!, pointer, value as Json);
    else setInStack(documents[document!]!, address!, pointer, value as Json);
  }
  if (change.userData === undefined) return;
  const first = base === "hosts" ? deployedUserData : plainUserData;
  const isWhole = /^(?:#!|#cloud|#include|##|Content-Type)/.test(change.userData);
  const text = isWhole ? change.userData : `${first}${change.userData}`;
  const written = userDataForms[change.userDataAs ?? "base64"](text);
  if (base === "hosts") setInState(documents["state"]!, "aws_launch_template.shop", "user_data", written);
  else setInStack(documents["ecs-web"]!, "aws_launch_template.general", "user_data", written);
}

function setInStack(stack: Body, address: string, pointer: string | undefined, value: Json): void {
  const steps = address.split(".");
  const section = steps[0] === "data" ? ["data", ...steps.slice(1)] : ["resource", ...steps];
  const place = [...section.map((step) => step.replaceAll("/", "~1")), ...(pointer === undefined ? [] : [pointer])];
  set(stack, place.join("/"), value);
}

function setInState(state: Body, address: string, pointer: string | undefined, value: Json): void {
  const { resources } = (state["values"] as Body)["root_module"] as { resources: Body[] };
  const at = resources.findIndex((one) => one["address"] === address);
  const [type, name] = address.split(".");
  if (at < 0 && isBody(value)) {
    const provider_name = "registry.terraform.io/hashicorp/aws";
    resources.push({ address, mode: "managed", type: type!, name: name!, provider_name, values: value });
  } else if (pointer === undefined && value === null) resources.splice(at, 1);
  else set(resources[at]!["values"] as Body, pointer!, value);
}
