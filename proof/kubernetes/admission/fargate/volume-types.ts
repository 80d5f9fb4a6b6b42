/**
 * "is of an unsupported volume Type", "bound to invalid PV … with CSI Driver" (EKS-09; security-context.ts names the
 * source; pachyderm#4522 on hostPath, freegroup/kube-s3#14; EKS user guide, fargate.html: no EBS).
 */
import { claimOfVolume, driverOf } from "../claimed";
import { type AdmissionRule, given, type Pod, refused } from "../rule";

/** Whether an NFS volume can be mounted is checked elsewhere. */
const supported = new Set(["emptyDir", "configMap", "secret", "projected", "downwardAPI", "nfs"]);
const longNames = new Map([
  ["awsElasticBlockStore", "awsElasticBlockStore (EBS)"],
  ["csi", "csi (inline)"],
]);
/** Evaluated as EFS volumes. */
const efsDriver = "efs.csi.aws.com";
const ebsDrivers = new Set(["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"]);

export const volumeTypes: AdmissionRule = {
  name: "volume-types",
  *check(pod) {
    const { graph, spec } = pod;
    const volumes = given(graph, spec, "volumes");
    for (const volume of volumes ? graph.items(volumes).items : []) {
      const found = graph.follow(volume);
      if (found.kind !== "object") continue;
      const name = graph.text(found.entries.get("name") ?? found) ?? "?";
      for (const [type, value] of found.entries) {
        if (type === "name" || supported.has(type) || given(graph, value) === undefined) continue;
        if (type === "persistentVolumeClaim")
          yield* ofClaim(pod, name, graph.text(given(graph, value, "claimName") ?? value));
        else {
          const what = longNames.get(type) ?? type;
          yield refused(pod, "EKS-09", `volume ${name} is of ${what}, which Fargate does not support: remove it`);
        }
      }
    }
  },
};

function* ofClaim(pod: Pod, name: string, claimName: string | undefined) {
  const claim = claimName === undefined ? undefined : claimOfVolume(pod, claimName);
  const driver = claim && driverOf(pod, claim);
  if (driver !== undefined && ebsDrivers.has(driver))
    yield refused(
      pod,
      "EKS-09",
      `volume ${name} is of ${driver} (EBS), which Fargate does not support: keep its files on EFS`,
    );
  else if (driver !== undefined && driver !== efsDriver && driver !== "") {
    const detail = `volume ${name} is of ${driver}, and Fargate takes claims on volumes of ${efsDriver} only: keep its files on EFS`;
    yield refused(pod, "EKS-09", detail);
  }
}
