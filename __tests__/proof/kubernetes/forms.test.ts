/** Metamorphic: the same objects have the same verdict, whichever way Terraform holds them, and whatever they are called. */
import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import {
  type Body,
  type EksStack,
  type Manifest,
  manifestForms as forms,
  objectsOfOutput,
} from "../../support/manifest-forms";
import { synthFile } from "../../support/synth";
import { exampleFile } from "../../support/variants";

type Json = Record<string, never>;

const text = Object.fromEntries(Object.entries(synthFile(exampleFile())).map(([name, { json }]) => [name, json]));

interface Eks extends EksStack {
  data: Record<string, Record<string, object>>;
}

type Change = (given: Record<string, Manifest>) => void;

/** The verdict of the pods. */
function verdict(form: string, change: Change, stack?: string): string {
  const all = Object.fromEntries(Object.entries(text).map(([name, json]) => [name, JSON.parse(json) as Json]));
  const given = objectsOfOutput(all["eks-platform"]);
  change(Object.fromEntries(given.map(([, one]) => [one.kind, one])));
  const eks = all["eks-platform"] as unknown as Eks;
  if (stack === undefined) forms[form]!(eks, given);
  else {
    // Their own stack finds the cluster by its name, and reads what the cluster's stack reads.
    const { data, resource, ...rest } = JSON.parse(text["eks-platform"]!) as Eks;
    const cluster = { aws_eks_cluster: { platform: { name: "example-platform" } } };
    const own = { ...rest, data: { ...data, ...cluster }, resource: {}, output: {} } as Eks;
    // Its role for the pods is the other stack's.
    const free = given.filter(([, { kind }]) => kind !== "ServiceAccount");
    expect(resource).toBeDefined();
    forms[form]!(own, [
      ...free,
      ["account", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "nginx", namespace: "web" } }],
    ]);
    eks.output = {};
    all[stack] = own as unknown as Json;
  }
  const { paths } = prove(graphOfStacks(all));
  const pods = paths.filter(({ workload }) => !workload.startsWith("aws_"));
  const verdicts = new Set(pods.map((path) => path.verdict));
  return [...verdicts].join(", ") || "no path";
}

const podSpec = (given: Record<string, Manifest>) =>
  (given["Deployment"]!.spec as { template: { spec: { containers: Body[] } & Body } }).template.spec;
const csi = (given: Record<string, Manifest>) => (given["PersistentVolume"]!.spec as { csi: Body }).csi;

const changes: Record<string, readonly [Change, string]> = {
  "as they are": [() => undefined, "mounts"],
  "host network": [(given) => Object.assign(podSpec(given), { hostNetwork: true }), "fails"],
  "a privileged container": [
    (given) => Object.assign(podSpec(given).containers[0]!, { securityContext: { privileged: true } }),
    "fails",
  ],
  "a host port": [
    (given) => Object.assign(podSpec(given).containers[0]!, { ports: [{ containerPort: 80, hostPort: 80 }] }),
    "fails",
  ],
  "a pod that is too large": [
    (given) => Object.assign(podSpec(given).containers[0]!, { resources: { requests: { cpu: "32" } } }),
    "fails",
  ],
  "an init container from Docker Hub": [
    (given) => Object.assign(podSpec(given), { initContainers: [{ name: "init", image: "busybox" }] }),
    "fails",
  ],
  "a handle with a prefix": [
    (given) => Object.assign(csi(given), { volumeHandle: `efs:${String(csi(given)["volumeHandle"])}` }),
    "fails",
  ],
  "an attribute that the driver does not know": [
    (given) => Object.assign(csi(given), { volumeAttributes: { fileSystemId: "fs-1" } }),
    "fails",
  ],
  "a volume without capacity": [(given) => delete given["PersistentVolume"]!.spec!["capacity"], "fails"],
  "a claim that is larger, and only names its volume": [
    (given) => {
      delete given["PersistentVolume"]!.spec!["claimRef"];
      Object.assign(given["PersistentVolumeClaim"]!.spec!, { resources: { requests: { storage: "5Gi" } } });
    },
    "fails",
  ],
  "a claim for one pod, and two pods": [
    (given) => Object.assign(given["PersistentVolumeClaim"]!.spec!, { accessModes: ["ReadWriteOncePod"] }),
    "unknown",
  ],
  "another namespace": [
    (given) => {
      for (const kind of ["Deployment", "ServiceAccount", "PersistentVolumeClaim"])
        Object.assign(given[kind]!.metadata, { namespace: "shop" });
      Object.assign(given["Namespace"]!.metadata, { name: "shop" });
      Object.assign(given["PersistentVolume"]!.spec!["claimRef"] as Body, { namespace: "shop" });
    },
    "fails",
  ],
  "other names": [
    (given) => {
      Object.assign(given["PersistentVolume"]!.metadata, { name: "pages" });
      Object.assign(given["PersistentVolumeClaim"]!.metadata, { name: "pages" });
      Object.assign(given["PersistentVolumeClaim"]!.spec!, { volumeName: "pages" });
      Object.assign(given["PersistentVolume"]!.spec!["claimRef"] as Body, { name: "pages" });
      const [volume] = podSpec(given)["volumes"] as [Body];
      Object.assign(volume, { persistentVolumeClaim: { claimName: "pages" } });
      Object.assign(given["Deployment"]!.metadata, { name: "pages" });
    },
    "mounts",
  ],
};

describe.each(Object.keys(forms))("%s", (form) => {
  test.each(Object.entries(changes))("%s", (_, [change, expected]) => {
    expect(verdict(form, change)).toBe(expected);
  });
});

test.each(["kubernetes_manifest", "kubectl_manifest", "typed resources"])("%s in a stack of its own", (form) => {
  expect(verdict(form, () => undefined, "apps")).toBe("mounts");
  expect(verdict(form, changes["host network"]![0], "apps")).toBe("fails");
});
