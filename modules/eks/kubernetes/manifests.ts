import { ApiObject, App, Chart, Yaml } from "cdk8s";

import { Deployment, type DeploymentProps } from "./deployment";
import { CsiDriver, StorageClass } from "./efs-driver";
import { LogRouter, type LogRouterProps } from "./log-router";
import { Namespace } from "./namespace";
import { PersistentVolume } from "./persistent-volume";

export interface ManifestsProps {
  /** By name. */
  readonly deployments: Readonly<Record<string, DeploymentProps>>;
  readonly logRouter: LogRouterProps;
  /** EKS Fargate comes with the object: a second one is for a cluster that has lost it (EKS-06). @default false */
  readonly createCsiDriver?: boolean;
}

/** What the API server must have before what comes after it; a kind that is missing here is a mistake. */
const order = [
  "Namespace",
  "ConfigMap",
  "CSIDriver",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "ServiceAccount",
  "Deployment",
  "Service",
];

/**
 * The Kubernetes side of a cluster, as YAML documents by a key that is file name and order at once, such as
 * `50-persistentvolume-web.content.web`: applied in the order of the keys, nothing waits for what comes later.
 */
export function manifests(props: ManifestsProps): Record<string, string> {
  const chart = new Chart(new App(), "Manifests", { disableResourceNameHashes: true });
  const deployments = Object.entries(props.deployments);
  const namespaces = new Set(deployments.map(([, { namespace }]) => namespace));
  for (const namespace of namespaces) {
    // Every cluster has it.
    if (namespace !== "default") new Namespace(chart, `namespace-${namespace}`, { name: namespace });
  }
  new LogRouter(chart, "log-router", props.logRouter);
  if (props.createCsiDriver) new CsiDriver(chart, "csi-driver");
  const storageClass = new StorageClass(chart, "storage-class");
  const volumes = new Map<string, PersistentVolume>();
  for (const [name, deployment] of deployments) {
    const claims = deployment.mounts.map(({ volume }) => {
      const id = `${deployment.namespace}.${volume.fileSystem}.${volume.accessPoint}`;
      const made =
        volumes.get(id) ??
        new PersistentVolume(chart, id, { ...volume, name: id, namespace: deployment.namespace, storageClass });
      volumes.set(id, made);
      return made;
    });
    new Deployment(chart, `deployment-${name}`, name, deployment, claims);
  }
  const documents = chart.node.findAll().filter(ApiObject.isApiObject).map(document);
  return Object.fromEntries(documents.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function document(object: ApiObject): [key: string, document: string] {
  const place = order.indexOf(object.kind);
  if (place === -1) throw new Error(`'${object.kind}' has no place in the order of manifests`);
  const { namespace, name = "" } = object.metadata;
  const key = [(place + 1) * 10, object.kind.toLowerCase(), namespace ? `${namespace}.${name}` : name].join("-");
  return [key, `---\n${Yaml.stringify(object.toJson())}`];
}
