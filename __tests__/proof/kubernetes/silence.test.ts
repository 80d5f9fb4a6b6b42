/** No pod and no volume is left out of the report. */
import { Facts } from "../../../proof/facts";
import { prove } from "../../../proof/prove";
import { eksWorkloads } from "../../../proof/workloads/eks";
import { templatePlaces } from "../../support/kubernetes-templates";
import { graphOf } from "./cluster";

type Json = Record<string, unknown>;

const mounted = { name: "web", image: "nginx", volumeMounts: [{ name: "data", mountPath: "/data" }] };
const claimed = { name: "data", persistentVolumeClaim: { claimName: "data" } };

const pod = (spec: Json): Json => ({ metadata: { labels: { app: "web" } }, spec });

/** An object with a value at a path; numbers make lists. */
function objectAt(path: readonly string[], value: unknown): unknown {
  const [name, ...inner] = path;
  if (name === undefined) return value;
  return name === "0" ? [objectAt(inner, value)] : { [name]: objectAt(inner, value) };
}

function workloads(objects: readonly object[]): string[] {
  const facts = new Facts(graphOf(objects));
  return [...eksWorkloads.read(facts)].map(({ address }) => address);
}

const places = templatePlaces();

test("these kinds have pod templates in the published schemas", () => {
  expect([...new Set(places.map(({ kind }) => kind))].sort()).toEqual([
    ...["CronJob", "CronJobList", "DaemonSet", "DaemonSetList", "Deployment", "DeploymentList", "Job", "JobList"],
    ...["Pod", "PodList", "PodTemplate", "PodTemplateList", "ReplicaSet", "ReplicaSetList", "ReplicationController"],
    ...["ReplicationControllerList", "StatefulSet", "StatefulSetList"],
  ]);
});

describe.each(["containers", "initContainers", "ephemeralContainers"])("mounted by %s", (list) => {
  const containers = { containers: [{ name: "main", image: "nginx" }] };
  const template = pod({ ...containers, [list]: [mounted], volumes: [claimed] });
  test.each(places.map(({ apiVersion, kind, path }) => [apiVersion, kind, path] as const))(
    "%s %s",
    (apiVersion, kind, path) => {
      const body = objectAt(path, template) as Json;
      const isList = kind.endsWith("List");
      const [item] = isList ? (body["items"] as Json[]) : [body];
      Object.assign(item!, { metadata: { name: "web" }, ...(isList ? { apiVersion, kind: kind.slice(0, -4) } : {}) });
      expect(workloads([{ apiVersion, kind, ...body }])).toEqual([`${kind.replace(/List$/, "")}/default/web`]);
      const { paths } = prove(graphOf([{ apiVersion, kind, ...body }]));
      expect(paths).not.toEqual([]);
    },
  );
});

const volumes: Record<string, readonly [Json, readonly Json[]]> = {
  "a claim that nothing makes": [claimed, []],
  "a claim of a dynamic class": [
    claimed,
    [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "data" },
        spec: { storageClassName: "efs-sc" },
      },
    ],
  ],
  "an ephemeral one": [{ name: "data", ephemeral: { volumeClaimTemplate: { spec: { storageClassName: "efs" } } } }, []],
  "one of the driver, inline": [{ name: "data", csi: { driver: "efs.csi.aws.com" } }, []],
  "one over NFS": [{ name: "data", nfs: { server: "fs-0123abcd.efs.us-east-1.amazonaws.com", path: "/" } }, []],
  "one over NFS, by address": [{ name: "data", nfs: { server: "10.0.0.7", path: "/" } }, []],
};

test.each(Object.entries(volumes))("%s is a path that does not mount", (_, [volume, others]) => {
  const { paths } = prove(
    graphOf([
      ...others,
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "web" },
        spec: { containers: [mounted], volumes: [volume] },
      },
    ]),
  );
  expect(paths).toHaveLength(1);
  expect(paths[0]!.hops.find(({ hop }) => hop === "volume")?.verdict).toMatch(/^(?:fails|unknown)$/);
});

test("each replica of a StatefulSet has a path for each of its claims", () => {
  const { paths } = prove(
    graphOf([
      {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: "db" },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: "web" } },
          template: pod({ containers: [mounted] }),
          volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "efs-sc" } }],
        },
      },
    ]),
  );
  const resources = paths.map(({ hops }) => hops.find(({ hop }) => hop === "volume")?.resource);
  expect(resources).toEqual(["PersistentVolumeClaim/default/data-db-0", "PersistentVolumeClaim/default/data-db-1"]);
});

test.each([
  ["Rollout of Argo", "argoproj.io/v1alpha1", "Rollout", ["spec", "template"], "Rollout/default/web"],
  ["Job of Volcano", "batch.volcano.sh/v1alpha1", "Job", ["spec", "tasks", "0", "template"], "Job/default/web"],
  ["Service of Knative", "serving.knative.dev/v1", "Service", ["spec", "template"], "Service/default/web"],
])("a %s is unknown: its controller creates the pods", (_, apiVersion, kind, path, address) => {
  const body = objectAt(path, pod({ containers: [mounted], volumes: [claimed] })) as Json;
  const { paths } = prove(graphOf([{ apiVersion, kind, metadata: { name: "web" }, ...body }]));
  expect(paths.map(({ workload }) => workload)).toEqual([address]);
  expect(paths[0]!.hops[0]).toMatchObject({ hop: "fargate-profile", verdict: "unknown", rule: "EKS-16" });
});

test("a volume without a mount, and a mount without a volume, are paths", () => {
  const verdicts = (spec: Json) =>
    prove(graphOf([{ apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec }])).paths.map(
      ({ hops }) => hops.find(({ hop }) => hop === "volume")?.verdict,
    );
  expect(verdicts({ containers: [{ name: "web", image: "nginx" }], volumes: [claimed] })).toEqual(["fails"]);
  expect(verdicts({ containers: [mounted] })).toEqual(["fails"]);
});

test("pods with generated names and in nested lists are found", () => {
  const spec = { containers: [mounted], volumes: [claimed] };
  const one = { apiVersion: "v1", kind: "Pod", metadata: { generateName: "web-" }, spec };
  const list = { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "PodList", items: [one] }] };
  expect(workloads([list])).toEqual(["Pod/default/web-*"]);
});

test("a pod without a possible EFS volume is not a path", () => {
  const spec = { containers: [{ name: "web", image: "nginx" }], volumes: [{ name: "tmp", emptyDir: {} }] };
  expect(workloads([{ apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec }])).toEqual([]);
});
