/** Kubernetes objects of a cluster, and of the documents that hold them. */
import { type Resource, type Unknown } from "../graph/model";
import { type KubernetesObject } from "./object";

export type KubernetesDocument = Resource["document"];

/** The objects of one cluster, or of one stack if its cluster is not known. */
export interface Manifests {
  readonly cluster?: Resource;
  readonly objects: readonly KubernetesObject[];
  /** Set if the input may define other objects. */
  readonly others?: Unknown;
  /**
   * Whether the cluster has no other objects: true for this project's output. Resources exist beside objects that
   * kubectl, Helm and others apply.
   */
  readonly isWhole: boolean;
}

/** The objects of one document. */
export interface Source {
  readonly document: KubernetesDocument;
  readonly objects: readonly KubernetesObject[];
  readonly others?: Unknown;
  readonly isWhole: boolean;
}

export function find(
  { objects }: Manifests,
  kind: string,
  name: string | undefined,
  namespace = "",
): KubernetesObject | undefined {
  return objects.find((object) => object.kind === kind && object.name === name && object.namespace === namespace);
}
