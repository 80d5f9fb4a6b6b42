/**
 * Validates the values of single fields: "Unsupported value", "must be greater than or equal to 0". Source:
 * kubernetes, pkg/apis/core/validation, pkg/apis/apps/validation and pkg/apis/batch/validation.
 */
import { type Graph } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { type AdmissionRule, given, refused } from "../rule";
import { isDnsLabel } from "./names";
import { scheduleProblem } from "./schedule";

/** The error in a text; undefined if it is valid. */
type Check = (text: string) => string | undefined;
type Fields = readonly (readonly [path: string, check: Check])[];

const oneOf =
  (...values: string[]): Check =>
  (text) =>
    values.includes(text) || text === "" ? undefined : `not ${values.join(", ")}`;
const least =
  (smallest: number): Check =>
  (text) =>
    Number(text) < smallest ? `less than ${smallest}` : undefined;
const whole: Check = (text) => (Number.isInteger(Number(text)) ? least(0)(text) : "not a whole number");
const label: Check = (text) => (text === "" || isDnsLabel(text) ? undefined : 'not of a-z, 0-9 and "-", at most 63');

const ofPod: Fields = [
  ["spec.dnsPolicy", oneOf("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")],
  ["spec.restartPolicy", oneOf("Always", "OnFailure", "Never")],
  ["spec.preemptionPolicy", oneOf("PreemptLowerPriority", "Never")],
  ["spec.activeDeadlineSeconds", least(1)],
  ["spec.terminationGracePeriodSeconds", least(0)],
  ["spec.hostname", label],
  ["spec.subdomain", label],
  ["spec.securityContext.runAsUser", least(0)],
  ["spec.securityContext.runAsGroup", least(0)],
  ["spec.securityContext.fsGroup", least(0)],
  ["spec.securityContext.fsGroupChangePolicy", oneOf("Always", "OnRootMismatch")],
];

const ofContainer: Fields = [
  ["imagePullPolicy", oneOf("Always", "IfNotPresent", "Never")],
  ["terminationMessagePolicy", oneOf("File", "FallbackToLogsOnError")],
  ["securityContext.runAsUser", least(0)],
  ["securityContext.runAsGroup", least(0)],
];

const ofObject: Readonly<Record<string, Fields>> = {
  Deployment: [
    ["spec.replicas", whole],
    ["spec.minReadySeconds", least(0)],
    ["spec.revisionHistoryLimit", least(0)],
    ["spec.strategy.type", oneOf("RollingUpdate", "Recreate")],
  ],
  StatefulSet: [
    ["spec.replicas", whole],
    ["spec.podManagementPolicy", oneOf("OrderedReady", "Parallel")],
    ["spec.updateStrategy.type", oneOf("RollingUpdate", "OnDelete")],
  ],
  DaemonSet: [["spec.updateStrategy.type", oneOf("RollingUpdate", "OnDelete")]],
  ReplicaSet: [["spec.replicas", whole]],
  ReplicationController: [["spec.replicas", whole]],
  Job: [
    ["spec.backoffLimit", whole],
    ["spec.parallelism", whole],
    ["spec.completions", whole],
    ["spec.completionMode", oneOf("NonIndexed", "Indexed")],
    ["spec.ttlSecondsAfterFinished", least(0)],
  ],
  CronJob: [
    ["spec.schedule", scheduleProblem],
    ["spec.concurrencyPolicy", oneOf("Allow", "Forbid", "Replace")],
    ["spec.startingDeadlineSeconds", least(0)],
    ["spec.successfulJobsHistoryLimit", least(0)],
    ["spec.failedJobsHistoryLimit", least(0)],
    ["spec.jobTemplate.spec.backoffLimit", whole],
  ],
};

export const values: AdmissionRule = {
  name: "values",
  *check(pod) {
    const { graph, object, template, containers } = pod;
    const wrong = [
      ...problems(graph, object.body, ofObject[object.kind] ?? [], ""),
      ...problems(graph, template, ofPod, " of its pods"),
      ...containers.flatMap(({ name, body }) => [...problems(graph, body, ofContainer, ` of container ${name}`)]),
    ];
    for (const detail of wrong) yield refused(pod, "EKS-09", `${detail}: the API server refuses it`);
  },
};

function* problems(graph: Graph, of: Value, fields: Fields, where: string): Iterable<string> {
  for (const [path, check] of fields) {
    const value = given(graph, of, ...path.split("."));
    const text = value && graph.text(value);
    const problem = text === undefined ? undefined : check(text);
    if (problem !== undefined) yield `${path}${where} is ${JSON.stringify(text)}, ${problem}`;
  }
}
