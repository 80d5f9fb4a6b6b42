/** Each admission rule refuses what it is for, and accepts a similar pod. */
import { apiRules } from "../../../proof/kubernetes/admission/api";
import { claimShape, volumeShape } from "../../../proof/kubernetes/admission/api/volumes";
import { clusterRules } from "../../../proof/kubernetes/admission/cluster-rules";
import { fargateRules } from "../../../proof/kubernetes/admission/fargate";
import { podOf } from "../../../proof/kubernetes/admission/rule";
import { podTemplates } from "../../../proof/kubernetes/pod-template";
import { clusterOf } from "./cluster";

type Json = Record<string, unknown>;

const container: Json = { name: "web", image: "nginx" };

/** A Deployment whose pods have these additional fields. */
function deployment(spec: Json = {}, more: Json = {}): Json {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "web" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [container], ...spec } },
    },
    ...more,
  };
}

const withContainer = (fields: Json) => deployment({ containers: [{ ...container, ...fields }] });
const requesting = (requests: Json, limits: Json = {}) => withContainer({ resources: { requests, limits } });
const requiring = (operator: string, values: string[]) => {
  const matchExpressions = [{ key: "kubernetes.io/arch", operator, values }];
  const required = { nodeSelectorTerms: [{ matchExpressions }] };
  return deployment({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } });
};
const volume = (source: Json) => deployment({ volumes: [{ name: "data", ...source }] });
const job = (spec: Json) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "once" },
  spec: { template: { spec: { containers: [container], ...spec } } },
});

/** The rules' result for the first object: `fails …`, `unknown …`. */
function told(objects: readonly object[]): string[] {
  const { graph, all } = clusterOf(objects);
  const object = all.objects[0]!;
  const [template] = podTemplates(graph, object);
  const pod = podOf(graph, all, object, template!.pod);
  const problems = [...apiRules, clusterRules, ...fargateRules].flatMap((rule) => [...rule.check(pod)]);
  return problems.map(({ verdict, detail }) => `${verdict}: ${detail}`);
}

const fine: Record<string, Json> = {
  "a plain pod": deployment(),
  "no host network": deployment({ hostNetwork: false }),
  "a port of its own": withContainer({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }] }),
  "fewer capabilities": withContainer({ securityContext: { privileged: false, capabilities: { drop: ["ALL"] } } }),
  "16 vCPU and nearly 120 GB": requesting({ cpu: "16", memory: "119Gi" }),
  "175 GiB of storage": requesting({ "ephemeral-storage": "175Gi" }),
  "a limit above its request": requesting({ cpu: "250m" }, { cpu: "1" }),
  "nodes of amd64": deployment({ nodeSelector: { "kubernetes.io/arch": "amd64" } }),
  "nodes of amd64 or arm64": requiring("In", ["amd64", "arm64"]),
  "volumes that every pod may have": deployment({
    volumes: [
      { name: "a", emptyDir: {} },
      { name: "b", configMap: { name: "b" } },
    ],
  }),
  "a job that does not restart": job({ restartPolicy: "Never" }),
};

test.each(Object.entries(fine))("%s is accepted", (_, object) => {
  expect(told([object])).toEqual([]);
});

const refused: Record<string, readonly [Json, RegExp]> = {
  hostNetwork: [deployment({ hostNetwork: true }), /hostNetwork/],
  hostPID: [deployment({ hostPID: true }), /hostPID/],
  hostIPC: [deployment({ hostIPC: true }), /hostIPC/],
  hostPort: [withContainer({ ports: [{ containerPort: 80, hostPort: 8080 }] }), /hostPort 8080/],
  "hostPort of an init container": [
    deployment({ initContainers: [{ ...container, name: "init", ports: [{ containerPort: 1, hostPort: 1 }] }] }),
    /container init has hostPort/,
  ],
  privileged: [withContainer({ securityContext: { privileged: true } }), /is privileged/],
  capabilities: [withContainer({ securityContext: { capabilities: { add: ["SYS_PTRACE"] } } }), /SYS_PTRACE/],
  hostPath: [volume({ hostPath: { path: "/" } }), /hostPath/],
  "a volume of EBS": [volume({ awsElasticBlockStore: { volumeID: "vol-1" } }), /EBS/],
  "privilege escalation": [
    withContainer({ securityContext: { allowPrivilegeEscalation: true } }),
    /allowPrivilegeEscalation/,
  ],
  "an inline volume of a CSI driver": [volume({ csi: { driver: "secrets-store.csi.k8s.io" } }), /csi \(inline\)/],
  GPUs: [withContainer({ resources: { limits: { "nvidia.com/gpu": 1 } } }), /nvidia\.com\/gpu/],
  "17 vCPU": [requesting({ cpu: "17" }), /17 vCPU, and Fargate has at most 16/],
  "120 GB, to which Kubernetes adds its own": [requesting({ memory: "120Gi" }), /120 GiB of memory/],
  "two containers, too large together": [
    deployment({
      containers: ["a", "b"].map((name) => ({ ...container, name, resources: { requests: { cpu: "9" } } })),
    }),
    /18 vCPU/,
  ],
  "limits without requests": [withContainer({ resources: { limits: { cpu: "20" } } }), /20 vCPU/],
  "176 GiB of storage": [requesting({ "ephemeral-storage": "176Gi" }), /ephemeral-storage/],
  "nodes of arm64": [deployment({ nodeSelector: { "kubernetes.io/arch": "arm64" } }), /kubernetes\.io\/arch=arm64/],
  "nodes of arm64, required": [requiring("In", ["arm64"]), /another kubernetes\.io\/arch/],
  Windows: [deployment({ os: { name: "windows" } }), /windows/],
  "no container": [deployment({ containers: [] }), /no containers/],
  "no image": [deployment({ containers: [{ name: "web" }] }), /has no image/],
  "no name": [deployment({ containers: [{ image: "nginx" }] }), /has no name/],
  "a name in capitals": [deployment({ containers: [{ ...container, name: "Web" }] }), /container name "Web"/],
  "a name twice": [deployment({ containers: [container, container] }), /two containers are called web/],
  "a mount of nothing": [
    withContainer({ volumeMounts: [{ name: "no", mountPath: "/a" }] }),
    /"no", which is not declared/,
  ],
  "two mounts at a path": [
    deployment({
      containers: [{ ...container, volumeMounts: ["a", "b"].map((name) => ({ name, mountPath: "/data" })) }],
      volumes: ["a", "b"].map((name) => ({ name, emptyDir: {} })),
    }),
    /mounts two volumes at \/data/,
  ],
  "a mount without a path": [
    deployment({
      containers: [{ ...container, volumeMounts: [{ name: "a" }] }],
      volumes: [{ name: "a", emptyDir: {} }],
    }),
    /no mountPath/,
  ],
  "a volume of two kinds": [volume({ emptyDir: {}, configMap: { name: "a" } }), /two kinds/],
  "a request above its limit": [requesting({ cpu: "2" }, { cpu: "1" }), /more than its limit/],
  "a quantity that is none": [requesting({ memory: "1gb" }), /cannot read/],
  "a label that is no text": [
    deployment({}, { metadata: { name: "web", namespace: "web", labels: { canary: true } } }),
    /metadata\.labels\.canary is true without quotes/,
  ],
  "replicas that are no number": [
    { ...deployment(), spec: { ...(deployment()["spec"] as Json), replicas: "2" } },
    /spec\.replicas is "2", not a number/,
  ],
  "an environment of numbers": [withContainer({ env: [{ name: "A", value: 1 }] }), /value of container web is 1/],
  "a version that is gone": [deployment({}, { apiVersion: "apps/v1beta1" }), /apiVersion apps\/v1beta1/],
  "no selector": [
    { ...deployment(), spec: { template: (deployment()["spec"] as Json)["template"] } },
    /has no selector/,
  ],
  "a port without a number": [withContainer({ ports: [{ name: "http" }] }), /has no containerPort/],
  "a protocol that there is not": [
    withContainer({ ports: [{ containerPort: 80, protocol: "HTTP" }] }),
    /protocol HTTP/,
  ],
  "a pod that ends, kept up": [deployment({ restartPolicy: "Never" }), /restartPolicy Never/],
  "a job that restarts always": [job({}), /restartPolicy Always, the default/],
};

test.each(Object.entries(refused))("%s is refused", (_, [object, detail]) => {
  expect(told([object])).toEqual([expect.stringMatching(detail)]);
  expect(told([object])[0]).toMatch(/^fails: /);
});

const open: Record<string, readonly [readonly object[], RegExp]> = {
  "a scheduler of its own": [[deployment({ schedulerName: "volcano" })], /schedulerName volcano/],
  "a node by name": [[deployment({ nodeName: "ip-10-0-0-1" })], /nodeName/],
  "nodes of a label": [[deployment({ nodeSelector: { disk: "ssd" } })], /disk=ssd/],
  "a capability that runtimes give": [
    [withContainer({ securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } })],
    /NET_BIND_SERVICE/,
  ],
  "a quota": [
    [deployment(), { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q", namespace: "web" } }],
    /ResourceQuota\/web\/q/,
  ],
  "Pod Security": [
    [
      deployment(),
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "web", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      },
    ],
    /restricted/,
  ],
};

test.each(Object.entries(open))("%s is unknown", (_, [objects, detail]) => {
  expect(told(objects)).toEqual([expect.stringMatching(detail)]);
  expect(told(objects)[0]).toMatch(/^unknown: /);
});

test("a quota of another namespace does not affect the pod", () => {
  const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q", namespace: "other" } };
  expect(told([deployment(), quota])).toEqual([]);
});

describe("volumes and claims", () => {
  const spec = {
    accessModes: ["ReadWriteMany"],
    capacity: { storage: "1Gi" },
    csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-1" },
  };
  const shapeOf = (kind: "PersistentVolume" | "PersistentVolumeClaim", change: Json) => {
    const requests = { resources: { requests: { storage: "1Gi" } } };
    const body = kind === "PersistentVolume" ? spec : { accessModes: ["ReadWriteMany"], ...requests };
    const { graph, all } = clusterOf([
      { apiVersion: "v1", kind, metadata: { name: "pages" }, spec: { ...body, ...change } },
    ]);
    const shape = kind === "PersistentVolume" ? volumeShape : claimShape;
    return [...shape(graph, all.objects[0]!)].map(({ detail }) => detail);
  };

  test("are accepted", () => {
    expect(shapeOf("PersistentVolume", {})).toEqual([]);
    expect(shapeOf("PersistentVolumeClaim", {})).toEqual([]);
  });

  test.each([
    ["PersistentVolume", { capacity: undefined }, /no spec\.capacity\.storage/],
    ["PersistentVolume", { accessModes: [] }, /no accessModes/],
    ["PersistentVolume", { accessModes: ["ReadWriteAll"] }, /access mode ReadWriteAll/],
    ["PersistentVolume", { csi: { driver: "efs.csi.aws.com" } }, /no csi\.volumeHandle/],
    ["PersistentVolume", { csi: undefined }, /no kind of volume/],
    ["PersistentVolume", { nfs: { server: "a", path: "/" } }, /two kinds of volume/],
    ["PersistentVolume", { persistentVolumeReclaimPolicy: "Keep" }, /Keep/],
    ["PersistentVolume", { volumeMode: "File" }, /volumeMode File/],
    ["PersistentVolumeClaim", { resources: {} }, /no spec\.resources\.requests\.storage/],
    ["PersistentVolumeClaim", { accessModes: undefined }, /no accessModes/],
    ["PersistentVolumeClaim", { resources: { requests: { storage: "0" } } }, /storage 0/],
  ] as const)("%s with %j is refused", (kind, change, detail) => {
    expect(shapeOf(kind, change)).toEqual([expect.stringMatching(detail)]);
  });
});
