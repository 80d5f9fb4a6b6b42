/**
 * Validates items of lists in a pod: variables, named ports, handlers, host aliases, tolerations, propagation of
 * mounts. Source: kubernetes, pkg/apis/core/validation/validation.go (ValidateEnv, validateContainerPorts,
 * validateHandler, ValidateHostAliases, ValidateTolerations, validateMountPropagation, validatePodDNSConfig).
 */
import { isIP } from "node:net";

import { type Graph } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { type AdmissionRule, given, isTrue, type Pod, type PodContainer, refused } from "../rule";
import { isQualifiedName } from "./names";

export const lists: AdmissionRule = {
  name: "lists",
  *check(pod) {
    const wrong = [...ofPod(pod), ...pod.containers.flatMap((container) => [...ofContainer(pod, container)])];
    for (const detail of wrong) yield refused(pod, "EKS-09", `${detail}: the API server refuses it`);
  },
};

function* ofPod({ graph, spec, template }: Pod): Iterable<string> {
  const text = (of: Value, ...path: string[]) => graph.text(given(graph, of, ...path) ?? of);
  const servers = given(graph, spec, "dnsConfig", "nameservers");
  const hasServers =
    servers && (servers.kind !== "list" || servers.items.length > 0 || servers.unknownRest !== undefined);
  if (text(spec, "dnsPolicy") === "None" && !hasServers)
    yield "its pods have dnsPolicy None, and no name server in dnsConfig";
  for (const alias of itemsOf(graph, spec, "hostAliases")) {
    const address = text(alias, "ip");
    if (address !== undefined && isIP(address) === 0) yield `a host alias of its pods has the address ${address}`;
  }
  for (const toleration of itemsOf(graph, spec, "tolerations")) {
    const operator = text(toleration, "operator");
    if (given(graph, toleration, "key") === undefined && operator !== "Exists" && isWhole(graph, toleration))
      yield `a toleration of its pods has no key, and the operator ${operator ?? "Equal, the default"}`;
  }
  const labels = given(graph, template, "metadata", "labels");
  for (const key of labels?.kind === "object" ? labels.entries.keys() : []) {
    if (!isQualifiedName(key)) yield `its pods have a label by the key ${JSON.stringify(key)}`;
  }
}

function* ofContainer({ graph }: Pod, { name, body, kind }: PodContainer): Iterable<string> {
  const of = `of container ${name}`;
  for (const variable of itemsOf(graph, body, "env")) {
    if (!isWhole(graph, variable)) continue;
    const own = given(graph, variable, "name");
    if (own === undefined || graph.text(own) === "") yield `a variable ${of} has no name`;
    const value = given(graph, variable, "value");
    if (value && graph.text(value) !== "" && given(graph, variable, "valueFrom"))
      yield `a variable ${of} has both value and valueFrom`;
  }
  const ports = new Set<string>();
  for (const port of itemsOf(graph, body, "ports")) {
    const portName = graph.text(given(graph, port, "name") ?? port);
    if (portName === undefined) continue;
    if (ports.has(portName)) yield `two ports ${of} are called ${portName}`;
    ports.add(portName);
    if (portName !== "" && !(/^(?!-)(?!.*--)[a-z0-9-]{1,15}(?<!-)$/.test(portName) && /[a-z]/.test(portName)))
      yield `a port ${of} is called ${JSON.stringify(portName)}; a name has at most 15 characters of a-z, 0-9 and "-"`;
  }
  for (const mount of itemsOf(graph, body, "volumeMounts")) {
    const propagation = graph.text(given(graph, mount, "mountPropagation") ?? mount);
    if (propagation === undefined) continue;
    if (!/^(?:None|HostToContainer|Bidirectional|)$/.test(propagation))
      yield `a volumeMount ${of} has mountPropagation ${propagation}`;
    if (propagation === "Bidirectional" && isTrue(graph, body, "securityContext", "privileged") === false)
      yield `a volumeMount ${of} has mountPropagation Bidirectional, which is for privileged containers`;
  }
  for (const probe of kind === "ephemeral" ? [] : ["livenessProbe", "readinessProbe", "startupProbe"])
    yield* ofHandler(graph, given(graph, body, probe), `${probe} ${of}`, ["exec", "httpGet", "tcpSocket", "grpc"]);
  for (const hook of ["postStart", "preStop"])
    yield* ofHandler(graph, given(graph, body, "lifecycle", hook), `${hook} ${of}`, [
      "exec",
      "httpGet",
      "tcpSocket",
      "sleep",
    ]);
}

function* ofHandler(graph: Graph, of: Value | undefined, what: string, handlers: readonly string[]): Iterable<string> {
  if (of?.kind !== "object" || of.unknownRest) return;
  const found = handlers.filter((one) => given(graph, of, one));
  if (found.length === 0) yield `${what} has none of ${handlers.join(", ")}`;
  if (found.length > 1) yield `${what} has both ${found.join(" and ")}`;
}

function itemsOf(graph: Graph, of: Value, name: string): readonly Value[] {
  const value = given(graph, of, name);
  return value ? graph.items(value).items : [];
}

function isWhole(graph: Graph, value: Value): boolean {
  const found = graph.follow(value);
  return found.kind === "object" && !found.unknownRest;
}
