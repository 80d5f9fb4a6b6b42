/**
 * Checks manifests for values that should be strings: "cannot unmarshal bool into Go struct field … of type string".
 * In resources, Terraform's provider converts the values.
 */
import { type Graph } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { type AdmissionRule, given, refused } from "../rule";

type Type = "string" | "number" | "boolean";

const ofPod: readonly (readonly [path: readonly string[], type: Type])[] = [
  [["spec", "hostNetwork"], "boolean"],
  [["spec", "hostPID"], "boolean"],
  [["spec", "hostIPC"], "boolean"],
  [["spec", "shareProcessNamespace"], "boolean"],
  [["spec", "automountServiceAccountToken"], "boolean"],
  [["spec", "securityContext", "runAsUser"], "number"],
  [["spec", "securityContext", "runAsGroup"], "number"],
  [["spec", "securityContext", "fsGroup"], "number"],
  [["spec", "securityContext", "runAsNonRoot"], "boolean"],
  [["spec", "serviceAccountName"], "string"],
  [["spec", "terminationGracePeriodSeconds"], "number"],
  [["spec", "restartPolicy"], "string"],
];
const ofContainer: readonly (readonly [path: readonly string[], type: Type])[] = [
  [["name"], "string"],
  [["image"], "string"],
  [["securityContext", "privileged"], "boolean"],
  [["securityContext", "allowPrivilegeEscalation"], "boolean"],
  [["securityContext", "runAsUser"], "number"],
  [["securityContext", "runAsGroup"], "number"],
  [["securityContext", "runAsNonRoot"], "boolean"],
  [["securityContext", "readOnlyRootFilesystem"], "boolean"],
];

export const types: AdmissionRule = {
  name: "types",
  *check(pod) {
    const { graph, object, template, containers } = pod;
    if (!object.output && object.resource?.type !== "kubectl_manifest") return;
    const wrong = [
      ...mismatches(graph, template, ofPod, ""),
      ...texts(graph, template, ["metadata", "labels"], ""),
      ...texts(graph, template, ["metadata", "annotations"], ""),
      ...texts(graph, template, ["spec", "nodeSelector"], ""),
      ...mismatches(graph, object.body, [[["spec", "replicas"], "number"]], ""),
      ...texts(graph, object.body, ["metadata", "labels"], ""),
      ...texts(graph, object.body, ["spec", "selector", "matchLabels"], ""),
      ...containers.flatMap(({ name, body }) => [...inContainer(graph, name, body)]),
    ];
    for (const detail of wrong) yield refused(pod, "EKS-09", `${detail}: the API server refuses it`);
  },
};

function* inContainer(graph: Graph, name: string, body: Value): Iterable<string> {
  const where = ` of container ${name}`;
  yield* mismatches(graph, body, ofContainer, where);
  for (const variable of listed(graph, body, "env")) yield* mismatches(graph, variable, [[["value"], "string"]], where);
  for (const mount of listed(graph, body, "volumeMounts")) {
    const fields: typeof ofPod = [
      [["mountPath"], "string"],
      [["readOnly"], "boolean"],
      [["subPath"], "string"],
    ];
    yield* mismatches(graph, mount, fields, where);
  }
  for (const port of listed(graph, body, "ports"))
    yield* mismatches(graph, port, [[["containerPort"], "number"]], where);
  for (const list of ["command", "args"]) {
    const whole = given(graph, body, list);
    if (whole?.kind === "literal") yield `${list}${where} is ${JSON.stringify(whole.value)}, not a list`;
    for (const item of listed(graph, body, list)) {
      const found = graph.follow(item);
      if (found.kind === "literal" && found.value !== null && typeof found.value !== "string")
        yield `${list}${where} holds ${String(found.value)}, not a string`;
    }
  }
}

function listed(graph: Graph, of: Value, name: string): readonly Value[] {
  const value = given(graph, of, name);
  return value?.kind === "list" ? value.items : [];
}

function* mismatches(graph: Graph, of: Value, fields: typeof ofPod, where: string): Iterable<string> {
  for (const [path, type] of fields) {
    const value = given(graph, of, ...path);
    if (value?.kind !== "literal" || typeof value.value === type) continue;
    yield `${path.join(".")}${where} is ${JSON.stringify(value.value)}, not a ${type}`;
  }
}

/** A mapping of strings: without quotes, YAML reads `true` and `1` as other types. */
function* texts(graph: Graph, of: Value, path: readonly string[], where: string): Iterable<string> {
  const found = given(graph, of, ...path);
  if (found?.kind !== "object") return;
  for (const [key, value] of found.entries) {
    const one = graph.follow(value);
    if (one.kind === "literal" && one.value !== null && typeof one.value !== "string")
      yield `${path.join(".")}.${key}${where} is ${String(one.value)} without quotes, not a string`;
  }
}
