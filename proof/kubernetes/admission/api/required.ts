/**
 * Fields that the API server requires of a pod, and their forms: "Required value", "Invalid value", "must be unique",
 * "Not found". Source: kubernetes, pkg/apis/core/validation/validation.go (ValidatePodSpec, validateContainers,
 * ValidateVolumeMounts, ValidateVolumes).
 */
import { type Graph } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { type AdmissionRule, given, type Pod, type PodContainer, refused } from "../rule";
import { isDnsLabel } from "./names";

export const required: AdmissionRule = {
  name: "required",
  *check(pod) {
    for (const detail of [...ofContainers(pod), ...ofVolumes(pod)])
      yield refused(pod, "EKS-09", `${detail}: the API server refuses it`);
  },
};

function* ofContainers(pod: Pod): Iterable<string> {
  const { graph, spec, containers } = pod;
  const main = graph.items(given(graph, spec, "containers") ?? { kind: "list", items: [] });
  if (main.items.length === 0 && !main.unknownRest) yield "its pods have no containers";
  const names = new Set<string>();
  const volumes = namesIn(graph, given(graph, spec, "volumes"));
  const templates = namesIn(graph, given(graph, pod.object.body, "spec", "volumeClaimTemplates"), "metadata");
  for (const container of containers) {
    const { body, path } = container;
    const what = `container ${container.name}`;
    const name = given(graph, body, "name");
    const text = name && graph.text(name);
    if (name === undefined) yield `${path.slice(1).join(" ")} has no name`;
    if (text !== undefined && !isDnsLabel(text))
      yield `the container name ${JSON.stringify(text)} is not of a-z, 0-9 and "-", at most 63`;
    if (text !== undefined && names.has(text)) yield `two containers are called ${text}`;
    if (text !== undefined) names.add(text);
    const image = given(graph, body, "image");
    if (
      (image === undefined || graph.text(image) === "") &&
      graph.follow(body).kind === "object" &&
      !restOf(graph, body)
    )
      yield `${what} has no image`;
    yield* ofMounts(
      graph,
      container,
      volumes.isOpen || templates.isOpen ? undefined : new Set([...volumes.names, ...templates.names]),
    );
    yield* ofPorts(graph, container);
  }
}

function* ofPorts(graph: Graph, { name, body }: PodContainer): Iterable<string> {
  const ports = given(graph, body, "ports");
  for (const port of ports ? graph.items(ports).items : []) {
    if (restOf(graph, port)) continue;
    const number = given(graph, port, "containerPort");
    const text = number && graph.text(number);
    if (number === undefined) yield `a port of container ${name} has no containerPort`;
    else if (text !== undefined && !(Number(text) >= 1 && Number(text) <= 65535))
      yield `container ${name} has the port ${text}`;
    const protocol = graph.text(given(graph, port, "protocol") ?? body);
    if (protocol !== undefined && !/^(?:TCP|UDP|SCTP|)$/.test(protocol))
      yield `a port of container ${name} has the protocol ${protocol}, not TCP, UDP or SCTP`;
  }
}

function restOf(graph: Graph, value: Value): boolean {
  const found = graph.follow(value);
  return found.kind === "object" && found.unknownRest !== undefined;
}

function* ofMounts(
  graph: Graph,
  { name, body }: PodContainer,
  volumes: ReadonlySet<string> | undefined,
): Iterable<string> {
  const mounts = given(graph, body, "volumeMounts");
  const paths = new Set<string>();
  for (const mount of mounts ? graph.items(mounts).items : []) {
    if (restOf(graph, mount)) continue;
    const [volume, path, subPath, expression] = ["name", "mountPath", "subPath", "subPathExpr"].map((field) => {
      const value = given(graph, mount, field);
      return { isSet: value !== undefined, text: value && graph.text(value) };
    }) as [Field, Field, Field, Field];
    if (!volume.isSet) yield `a volumeMount of container ${name} has no name`;
    if (volume.text !== undefined && volumes && !volumes.has(volume.text))
      yield `container ${name} mounts volume ${JSON.stringify(volume.text)}, which is not declared`;
    if (!path.isSet || path.text === "") yield `a volumeMount of container ${name} has no mountPath`;
    else if (path.text?.includes(":")) yield `the mountPath ${path.text} of container ${name} has a colon`;
    else if (path.text !== undefined && paths.has(path.text))
      yield `container ${name} mounts two volumes at ${path.text}`;
    if (path.text !== undefined) paths.add(path.text);
    if (subPath.text && expression.text) yield `container ${name} has both subPath and subPathExpr in a volumeMount`;
    for (const { text } of [subPath, expression]) {
      if (text?.startsWith("/") || text?.split("/").includes(".."))
        yield `the subPath ${text} of container ${name} is not a path within the volume`;
    }
  }
}

interface Field {
  readonly isSet: boolean;
  readonly text?: string;
}

/** The names of a list's items. */
function namesIn(graph: Graph, value: Value | undefined, inner?: string): { names: string[]; isOpen: boolean } {
  if (value === undefined) return { names: [], isOpen: false };
  const { items, unknownRest } = graph.items(value);
  const names = items.map((item) =>
    graph.text(given(graph, item, ...(inner === undefined ? [] : [inner]), "name") ?? item),
  );
  return {
    names: names.filter((name) => name !== undefined),
    isOpen: unknownRest !== undefined || names.includes(undefined),
  };
}

function* ofVolumes({ graph, spec }: Pod): Iterable<string> {
  const volumes = given(graph, spec, "volumes");
  const seen = new Set<string>();
  for (const volume of volumes ? graph.items(volumes).items : []) {
    const found = graph.follow(volume);
    if (found.kind !== "object" || found.unknownRest) continue;
    const name = given(graph, found, "name");
    const text = name && graph.text(name);
    if (name === undefined) yield "a volume has no name";
    if (text !== undefined && !isDnsLabel(text))
      yield `the volume name ${JSON.stringify(text)} is not of a-z, 0-9 and "-", at most 63`;
    if (text !== undefined && seen.has(text)) yield `two volumes are called ${text}`;
    if (text !== undefined) seen.add(text);
    const kinds = [...found.entries].filter(([key, value]) => key !== "name" && given(graph, value) !== undefined);
    if (kinds.length > 1) yield `volume ${text ?? "?"} is of two kinds, ${kinds.map(([key]) => key).join(" and ")}`;
    const claimName = given(graph, found, "persistentVolumeClaim", "claimName");
    if (
      given(graph, found, "persistentVolumeClaim") &&
      claimName === undefined &&
      !restOf(graph, given(graph, found, "persistentVolumeClaim")!)
    )
      yield `volume ${text ?? "?"} has a persistentVolumeClaim without claimName`;
  }
}
