/**
 * The pod's size: the largest init container or the sum of the others, with 256 MB of memory for Kubernetes, must fit 16
 * vCPU and 120 GB; ephemeral storage 175 GiB (EKS user guide, fargate-pod-configuration.html).
 */
import { type Graph } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { quantity } from "../../quantity";
import { type AdmissionRule, given, open, type Pod, refused } from "../rule";

const gibibyte = 2 ** 30;

interface Limit {
  readonly resource: string;
  readonly most: number;
  /** The memory that Fargate adds. */
  readonly added: number;
  readonly sayMost: string;
}

const limits: readonly Limit[] = [
  { resource: "cpu", most: 16, added: 0, sayMost: "16 vCPU" },
  {
    resource: "memory",
    most: 120 * gibibyte,
    added: 256 * 2 ** 20,
    sayMost: "120 GB, 256 MB of them for Kubernetes",
  },
  { resource: "ephemeral-storage", most: 175 * gibibyte, added: 0, sayMost: "175 GiB" },
];

export const size: AdmissionRule = {
  name: "size",
  *check(pod) {
    for (const limit of limits) {
      const wanted = requestOf(pod, limit.resource);
      const { resource, most, added, sayMost } = limit;
      if (wanted === undefined) {
        const detail = `not known how much ${resource} its pods request, and Fargate has at most ${sayMost}`;
        yield open(pod, "EKS-09", detail, `requests of ${resource} as literals`);
      } else if (wanted + added > most) {
        const said =
          resource === "cpu" ? `${wanted} vCPU` : `${Math.round((wanted / gibibyte) * 100) / 100} GiB of ${resource}`;
        const detail = `its pods request ${said}, and Fargate has at most ${sayMost}: request less`;
        yield refused(pod, "EKS-09", detail);
      }
    }
  },
};

/**
 * Undefined if it is not known. Sidecars, which are init containers that always restart, run in parallel with the
 * others.
 */
function requestOf(pod: Pod, resource: string): number | undefined {
  const { graph, containers } = pod;
  // Pod-level requests replace the requests of the containers (kubernetes.io, pod-level resources).
  for (const list of ["requests", "limits"]) {
    const whole = given(graph, pod.spec, "resources", list, resource);
    const text = whole && graph.text(whole);
    if (whole) return text === undefined ? undefined : (quantity(text) ?? 0);
  }
  let [sum, largest]: [number, number] = [0, 0];
  for (const { kind, body } of containers) {
    if (kind === "ephemeral") continue;
    const one = ofContainer(graph, body, resource);
    if (one === undefined) return undefined;
    const isSidecar = kind === "init" && graph.text(given(graph, body, "restartPolicy") ?? body) === "Always";
    if (kind === "main" || isSidecar) sum += one;
    else largest = Math.max(largest, one);
  }
  return Math.max(sum, largest);
}

/** A container without a request requests its limit. */
function ofContainer(graph: Graph, body: Value, resource: string): number | undefined {
  for (const list of ["requests", "limits"]) {
    const value = given(graph, body, "resources", list, resource);
    if (value === undefined) continue;
    const text = graph.text(value);
    return text === undefined ? undefined : (quantity(text) ?? 0);
  }
  return 0;
}
