/** Kubernetes objects of a cluster, and of the documents that hold them. */
import { type Resource, type Unknown } from "../graph/model";
import { type KubernetesObject } from "./object";

export type KubernetesDocument = Resource["document"];

/** What one cluster gets; of one stack where its cluster is not known. */
export interface Manifests {
  readonly cluster?: Resource;
  readonly objects: readonly KubernetesObject[];
  /** Set where there may be other objects of what was read. */
  readonly others?: Unknown;
  /**
   * Whether the objects are all that the cluster has: this project's output is. What is applied as resources stands
   * beside what kubectl, Helm and others apply.
   */
  readonly isWhole: boolean;
}

/** Objects that one document holds. */
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
