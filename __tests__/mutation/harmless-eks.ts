import { type Harmless, of } from "./explanation";

/** Mutations of the cluster, its profiles and its manifests. */
export const harmlessOfEks: readonly Harmless[] = [
  {
    mutants: of(
      "eks-platform",
      `aws_eks_cluster\\.\\S+`,
      ` (access_config|bootstrap|enabled_cluster|encryption_config|role_arn|upgrade_policy|version|vpc_config\\.(endpoint_public_access|subnet_ids\\.\\d)).*`,
    ),
    kind: "off-path",
    reason: "how the cluster is run; pods reach the API over the private endpoint",
  },
  {
    mutants: of("eks-platform", `aws_vpc_security_group_ingress_rule\\.platform_api_\\S+`),
    kind: "off-path",
    reason: "the way of kubectl to the API; pods reach it as members of the same security group",
  },
  {
    mutants: of("eks-platform", `aws_eks_fargate_profile\\.\\S*coredns`),
    kind: "off-path",
    reason: "CoreDNS answers pods, not the mount, which the machine makes before a pod starts",
  },
  {
    mutants: of(
      "eks-platform",
      `aws_eks_fargate_profile\\.web`,
      ` (fargate_profile_name: .*|subnet_ids\\.\\d: removed)`,
    ),
    kind: "mounts",
    reason: "a name; a profile of one subnet starts its pods there",
  },
  {
    mutants: of("eks-platform", `aws_iam_role(_policy|_policy_attachment)?\\.platform_(cluster|pod-execution)\\S*`),
    kind: "off-path",
    reason: "the cluster's own role, the pods' logs, and conditions that only the request will tell",
  },
  {
    mutants: of("eks-platform", `aws_iam_role\\.platform_app_nginx`),
    kind: "off-path",
    reason: "the application's own role: pods mount without IAM",
  },
  // Kubernetes manifests.
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` (depends_on.*|description.*|value\\.(10-namespace-aws-observability|20-configmap|90-service-|\\S+\\.labels\\.app\\.kubernetes\\.io/(managed-by|name):|\\S+\\.metadata\\.labels: |70-serviceaccount\\S+\\.annotations).*)`,
    ),
    kind: "off-path",
    reason:
      "order of Terraform, logs, the way to the pods, labels that nothing selects by, and the application's role: pods mount without IAM",
  },
  {
    mutants: of("eks-platform", `output\\.kubernetes_manifests`, ` value\\.40-storageclass.*`),
    kind: "off-path",
    reason: "a volume made by hand and its claim share the name of a class; the class need not exist",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.(50-persistentvolume-\\S+\\.spec\\.(accessModes\\.0: ReadWriteOnce|capacity\\.storage: \\d|claimRef(\\.apiVersion|\\.kind)?: |storageClassName: )|60-persistentvolumeclaim-\\S+\\.spec\\.(accessModes\\.0: (ReadWriteOnce$|ReadOnlyMany)|resources\\.requests\\.storage: \\d|storageClassName: |volumeName: removed)).*`,
    ),
    kind: "mounts",
    reason:
      "claim and volume name each other, and the binder then compares neither sizes nor classes nor access modes; one of the two names is enough where they fit",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.50-persistentvolume-\\S+\\.spec\\.(csi\\.volumeAttributes.*|persistentVolumeReclaimPolicy: removed|volumeMode: removed)`,
    ),
    kind: "mounts",
    reason: "defaults, and the driver adds TLS to an access point by itself",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.80-deployment-\\S+?\\.(metadata\\.name|spec\\.replicas|spec\\.template\\.spec\\.(containers\\.0\\.(image: .*-changed|name: .*-changed|ports.*|resources.*|volumeMounts\\.0\\.mountPath: .*-changed)|serviceAccountName: removed)).*`,
    ),
    kind: "mounts",
    reason:
      "names, a tag, a directory, ports and the namespace's default account; Fargate sizes pods by their requests, and limits stand for requests that are left out",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.80-deployment-\\S+\\.persistentVolumeClaim: removed`,
    ),
    kind: "off-path",
    reason: "the volume is an emptyDir then: nothing is mounted any more",
  },
];
