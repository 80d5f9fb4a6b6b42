/**
 * "volumes not supported: docker is of an unsupported volume Type" (EKS-09; pachyderm#4522 on hostPath, freegroup/kube-s3#14;
 * EKS user guide, fargate.html: no EBS). Kinds without a source are unknown.
 */
import { claimOfVolume, driverOf } from "../claimed";
import { type AdmissionRule, open, type Pod, refused } from "../rule";
import { given } from "../rule";

const supported = new Set(["emptyDir", "configMap", "secret", "projected", "downwardAPI"]);
const refusedTypes = new Map([
  ["hostPath", "hostPath"],
  ["awsElasticBlockStore", "awsElasticBlockStore (EBS)"],
]);
/** Judged as volumes of EFS. */
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
        const refusal = refusedTypes.get(type);
        if (refusal !== undefined) {
          yield refused(pod, "EKS-09", `volume ${name} is of ${refusal}, which Fargate does not support: remove it`);
        } else if (type === "persistentVolumeClaim")
          yield* ofClaim(pod, name, graph.text(given(graph, value, "claimName") ?? value));
        else if (type === "csi") {
          const driver = graph.text(given(graph, value, "driver") ?? value);
          if (driver !== efsDriver) {
            const detail = `volume ${name} is of the CSI driver ${driver ?? "that is not known"}, and no source says that Fargate takes it`;
            yield open(pod, "EKS-09", detail, "a pod without that volume");
          }
        } else if (type !== "ephemeral" && type !== "nfs") {
          const detail = `volume ${name} is of ${type}, and no source says that Fargate takes it`;
          yield open(pod, "EKS-09", detail, "a pod without that volume");
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
    const detail = `volume ${name} is of ${driver}, and no source says that Fargate takes it`;
    yield open(pod, "EKS-09", detail, "a pod without that volume");
  }
}
