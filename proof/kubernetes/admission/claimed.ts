/** Finds the driver of the volume behind a pod's claim. */
import { type Graph } from "../../graph/graph";
import { type Value } from "../../graph/model";
import { volumeNameOf } from "../claims/binding";
import { find } from "../manifest-source";
import { at, type KubernetesObject } from "../object";
import { classOfClaim, provisionerOf } from "../storage-class";
import { isVolumeKind } from "./api/volumes";
import { given, type Pod } from "./rule";

export function claimOfVolume({ all, object }: Pod, claimName: string): KubernetesObject | undefined {
  return find(all, "PersistentVolumeClaim", claimName, object.namespace);
}

/** From the volume that the claim names, or from its class; undefined if neither is known. */
export function driverOf({ graph, all }: Pod, claim: KubernetesObject): string | undefined {
  const named = volumeNameOf(graph, claim);
  const volume = named === undefined ? undefined : find(all, "PersistentVolume", named);
  if (volume) {
    if (given(graph, volume.body, "spec", "awsElasticBlockStore")) return "ebs.csi.aws.com";
    const kind = given(graph, volume.body, "spec", "csi") ? undefined : kindOf(graph, volume.body);
    return kind ?? graph.text(at(graph, volume.body, "spec", "csi", "driver"));
  }
  const provisioner = provisionerOf(graph, all, classOfClaim(graph, all, claim));
  return provisioner && graph.text(provisioner);
}

/** `nfs`, `hostPath`: the type of a volume without a CSI driver. */
function kindOf(graph: Graph, volume: Value): string | undefined {
  const spec = given(graph, volume, "spec");
  if (spec?.kind !== "object" || spec.unknownRest) return undefined;
  return [...spec.entries].find(([name, value]) => isVolumeKind(name) && given(graph, value))?.[0];
}
