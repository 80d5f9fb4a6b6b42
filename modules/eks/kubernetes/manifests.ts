import { ApiObject, App, Chart, Yaml } from "cdk8s";

import { Deployment, type DeploymentProps } from "./deployment";
import { CsiDriver, StorageClass } from "./efs-driver";
import { LogRouter, type LogRouterProps } from "./log-router";
import { Namespace } from "./namespace";
import { PersistentVolume } from "./persistent-volume";
import { StatefulSet, type StatefulSetProps, templateName } from "./stateful-set";

export interface ManifestsProps {
  /** By name. */
  readonly deployments: Readonly<Record<string, DeploymentProps>>;
  /** By name, which no deployment has. @default none */
  readonly statefulSets?: Readonly<Record<string, StatefulSetProps>>;
  readonly logRouter: LogRouterProps;
  /** EKS Fargate has the object by default; another is only for a cluster that lost it (EKS-06). @default false */
  readonly createCsiDriver?: boolean;
}

/** The order of kinds, in which dependencies come first; a kind that is missing here is an error. */
const order = [
  ["Namespace"],
  ["ConfigMap"],
  ["CSIDriver"],
  ["StorageClass"],
  ["PersistentVolume"],
  ["PersistentVolumeClaim"],
  ["ServiceAccount"],
  ["Deployment", "StatefulSet"],
  ["Service"],
];

/**
 * The Kubernetes manifests of a cluster, as YAML documents by a key that is both file name and position, such as
 * `50-persistentvolume-web.content.web`: applied in the order of the keys, no object waits for a later one.
 */
export function manifests(props: ManifestsProps): Record<string, string> {
  const chart = new Chart(new App(), "Manifests", { disableResourceNameHashes: true });
  const deployments = Object.entries(props.deployments);
  const statefulSets = Object.entries(props.statefulSets ?? {});
  const namespaces = new Set([...deployments, ...statefulSets].map(([, { namespace }]) => namespace));
  for (const namespace of namespaces) {
    // Every cluster has this namespace.
    if (namespace !== "default") new Namespace(chart, `namespace-${namespace}`, { name: namespace });
  }
  new LogRouter(chart, "log-router", props.logRouter);
  if (props.createCsiDriver) new CsiDriver(chart, "csi-driver");
  const storageClass = new StorageClass(chart, "storage-class");
  const volumes = new Map<string, PersistentVolume>();
  const claimsOf = ({ namespace, mounts }: DeploymentProps) =>
    mounts.map(({ volume }) => {
      const id = `${namespace}.${volume.fileSystem}.${volume.accessPoint}`;
      const made = volumes.get(id) ?? new PersistentVolume(chart, id, { ...volume, name: id, namespace, storageClass });
      volumes.set(id, made);
      return made;
    });
  for (const [name, deployment] of deployments) {
    new Deployment(chart, `deployment-${name}`, name, deployment, claimsOf(deployment));
  }
  for (const [name, set] of statefulSets) {
    const { namespace } = set;
    const own = set.replicaMounts.flatMap(({ volumes: each }) =>
      each.map((volume, ordinal) => ({ volume, claimName: `${templateName(volume.fileSystem)}-${name}-${ordinal}` })),
    );
    // A list of volumes that is mounted at several paths has each claim once.
    for (const [claimName, { volume }] of new Map(own.map((one) => [one.claimName, one]))) {
      const id = `${namespace}.${claimName}`;
      new PersistentVolume(chart, id, { ...volume, name: id, namespace, claimName, storageClass });
    }
    new StatefulSet(chart, `statefulset-${name}`, name, set, claimsOf(set), storageClass.storageClassName);
  }
  const documents = chart.node.findAll().filter(ApiObject.isApiObject).map(document);
  return Object.fromEntries(documents.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function document(object: ApiObject): [key: string, document: string] {
  const place = order.findIndex((kinds) => kinds.includes(object.kind));
  if (place === -1) throw new Error(`the order of manifests has no kind '${object.kind}'`);
  const { namespace, name = "" } = object.metadata;
  const key = [(place + 1) * 10, object.kind.toLowerCase(), namespace ? `${namespace}.${name}` : name].join("-");
  return [key, `---\n${Yaml.stringify(object.toJson())}`];
}
