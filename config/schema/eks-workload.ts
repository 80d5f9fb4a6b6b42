import * as z from "zod";

import { eksVersions } from "../eks-versions";
import { connectTo } from "./connect-to";
import { containerProperties } from "./container";
import { fargateProfile, kubernetesName } from "./fargate-profile";
import { formerly, formerlyMeta } from "./formerly";
import { ownTags } from "./own-tags";
import { cidr, formatted, kmsKey, logRetentionDays, name, policyArn, principalArn } from "./primitives";

/**
 * A property that has only one value on EKS Fargate: it may be set to that value, and any other value is refused with
 * the reason.
 */
function only<T extends string | boolean>(value: T, expected: string) {
  return z.literal(value, { error: `should be ${expected}` }).default(value as never);
}

const fileSystem = name.meta({ description: "A file system of the workload's VPC, by name.", examples: ["content"] });

const mountProperties = {
  readOnly: z
    .boolean()
    .default(false)
    .meta({ description: "Mount without write access.", examples: [true] }),
  provisioning: only("static", "static, since Fargate has no CSI controller to create volumes (EKS-06)").meta({
    description: "How the volume is provisioned: only `static` on Fargate (EKS-06).",
    examples: ["static"],
  }),
};

const sharedMount = z
  .strictObject({
    fileSystem,
    accessPoint: name.meta({
      description: "An access point of that file system, by name: the volume is `fs-…::fsap-…` (EKS-07).",
      examples: ["web"],
    }),
    ...mountProperties,
  })
  .meta({
    title: "One for all pods",
    description: "An EFS mount through an access point, always over TLS.",
    examples: [{ fileSystem: "content", accessPoint: "web", readOnly: true }],
  });

const replicaMount = z
  .strictObject({
    fileSystem,
    accessPoints: z
      .array(name)
      .min(1)
      .meta({
        description:
          "Access points of that file system, by name: one for each pod of a StatefulSet, in the order of their ordinals. Each pod keeps its own when it is replaced. More than `replicas` are allowed, for pods that come later.",
        examples: [["db-0", "db-1"]],
      }),
    ...mountProperties,
  })
  .meta({
    title: "One for each pod",
    description: "An EFS mount of a StatefulSet, whose pods have an access point each.",
    examples: [{ fileSystem: "content", accessPoints: ["db-0", "db-1"] }],
  });

const mount = z.union([sharedMount, replicaMount]).meta({
  description: "An EFS mount through an access point, always over TLS: one for all pods, or one for each.",
  examples: [
    { fileSystem: "content", accessPoint: "web", readOnly: true },
    { fileSystem: "content", accessPoints: ["db-0", "db-1"] },
  ],
});

const { image, entryPoint, command, environment, ports, healthCheck } = containerProperties;

const deployment = z
  .strictObject({
    kind: z
      .enum(["Deployment", "StatefulSet"])
      .default("Deployment")
      .meta({
        description:
          "The kind of the Kubernetes object. The pods of a StatefulSet keep their names, such as `db-0`, and can have an access point each: its headless Service gives each pod a DNS name, such as `db-0.db`. Kubernetes does not change one into the other: delete the earlier object.",
        examples: ["StatefulSet"],
      }),
    namespace: kubernetesName.meta({
      description: "The namespace, which is created; a Fargate profile must select it (EKS-02).",
      examples: ["web"],
    }),
    image,
    entryPoint,
    command,
    environment,
    ports: ports.meta({
      description:
        "TCP ports that the container listens on; if there are any, a Kubernetes Service with the same ports is created. A StatefulSet always has its headless Service.",
      examples: [[80]],
    }),
    mounts: z
      .record(formatted(/^\/[^\0:]*$/, "an absolute path in the container, such as /usr/share/nginx/html"), mount)
      .default({})
      .meta({
        description: "File systems by the container path where they are mounted.",
        examples: [{ "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true } }],
      }),
    healthCheck: healthCheck.meta({
      description:
        "The liveness probe, which checks that the container is healthy. Default: no check; a running container counts as healthy.",
      examples: [{ command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"], intervalSeconds: 10 }],
    }),
    labels: z
      .record(
        formatted(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/, "a label's key, such as tier"),
        formatted(/^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/, "a label's value, such as frontend"),
      )
      .default({})
      .meta({
        description:
          "Labels of the pods, for the profiles' selectors; `app.kubernetes.io/name` is always the deployment's name.",
        examples: [{ tier: "frontend" }],
      }),
    cpu: z
      .int()
      .min(256)
      .max(16384)
      .default(256)
      .meta({
        description: "The pod's CPU units, 1024 per vCPU. Fargate uses the next larger size.",
        examples: [256],
      }),
    memory: z
      .int()
      .min(128)
      .max(122624)
      .default(512)
      .meta({
        description: "The pod's memory in MiB. Fargate adds 256 MiB for Kubernetes and uses the next larger size.",
        examples: [512],
      }),
    replicas: z
      .int()
      .min(0)
      .default(1)
      .meta({ description: "The number of pods.", examples: [2] }),
    policies: z
      .array(policyArn)
      .default([])
      .meta({
        description: "IAM policies of the pods' role, for calls of the application to AWS. Mounting needs none.",
        examples: [["arn:aws:iam::222222222222:policy/read-orders"]],
      }),
    connectTo: connectTo.meta({
      description:
        "Services of ECS workloads that the pods connect to, as `<workload>/<service>`, each with ports of its tasks or its `loadBalancer`. Opens ingress of the service: within a VPC from the cluster's security group, which every pod of the cluster has, and across VPCs from the VPC's range. Egress needs no rule, and pods of the cluster reach each other already (EKS-08). Use `loadBalancer` from another VPC, where the names of `discovery` don't resolve.",
      examples: [{ "shop/cart": "loadBalancer" }],
    }),
    identity: only(
      "irsa",
      "irsa (IAM roles for service accounts), since EKS Pod Identity does not work on Fargate (EKS-09)",
    ).meta({
      description: "How the pods get AWS credentials: only `irsa` on Fargate (EKS-09).",
      examples: ["irsa"],
    }),
    cpuArchitecture: only("x86_64", "x86_64, since pods on EKS Fargate don't run on Arm (EKS-09)").meta({
      description: "The image's architecture: only `x86_64` on EKS Fargate (EKS-09).",
      examples: ["x86_64"],
    }),
    privileged: only(false, "false, since Fargate runs no privileged containers (EKS-09)").meta({
      description: "Only `false` on Fargate (EKS-09).",
      examples: [false],
    }),
  })
  .meta({
    description: "A Deployment or StatefulSet with its Namespace, ServiceAccount, volumes and Service.",
    examples: [{ namespace: "web", image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" }],
  });

export const eksFargateWorkload = z
  .strictObject({
    platform: z.literal("eks-fargate").meta({ description: "An EKS cluster on Fargate.", examples: ["eks-fargate"] }),
    vpc: name.meta({
      description:
        "The workload VPC it runs in, by name. EKS refuses subnets of another VPC for an existing cluster: instead, add a workload in the other VPC and remove this one.",
      examples: ["apps"],
    }),
    tags: ownTags("workload"),
    formerly: formerly.optional().meta(formerlyMeta("workload", " The state stays at its earlier place.")),
    version: z
      .enum(eksVersions, {
        error: `should be a Kubernetes version that EKS supports, in quotes: ${eksVersions.join(", ")} (EKS-13)`,
      })
      .default(eksVersions[eksVersions.length - 1] as (typeof eksVersions)[number])
      .meta({
        description:
          "The Kubernetes version, in quotes. Default: the newest version that was certain to be in standard support when config/eks-versions.json was last updated. A cluster is upgraded one version at a time and can't be downgraded.",
        examples: ["1.35"],
      }),
    supportType: z
      .enum(["standard", "extended"])
      .default("extended")
      .meta({
        description:
          "What happens when the version's standard support ends, 14 months after its release: with `standard`, EKS upgrades the cluster automatically; with `extended`, the version is supported for 12 more months, at a higher price per cluster hour. `synth` warns about a version past its date. Default: `extended`, as in EKS.",
        examples: ["standard"],
      }),
    publicAccessCidrs: z
      .array(cidr)
      .min(1)
      .optional()
      .meta({
        description:
          "Opens the cluster's public endpoint to these ranges. The private endpoint is always enabled (EKS-11). Default: private only.",
        examples: [["203.0.113.0/24"]],
      }),
    apiAllowedCidrs: z
      .array(cidr)
      .default([])
      .meta({
        description:
          "Who may reach the cluster's private endpoint besides its pods: IPv4 ranges of the VPC or of connected networks, such as where kubectl runs. Without any, and without publicAccessCidrs, nobody outside the cluster can reach its API.",
        examples: [["10.0.0.0/8"]],
      }),
    admins: z
      .array(principalArn)
      .min(1)
      .meta({
        description:
          "IAM roles and users that administer the cluster (access entries). The cluster creator gets no implicit admin access.",
        examples: [["arn:aws:iam::222222222222:role/platform-admin"]],
      }),
    controlPlaneLogs: z
      .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
      .default(["api", "audit", "authenticator"])
      .meta({ description: "The log types that the control plane sends to CloudWatch.", examples: [["audit"]] }),
    logRetentionDays: logRetentionDays
      .default(30)
      .meta({ description: "Days that the logs of the control plane and of the pods are kept.", examples: [30] }),
    secretsKmsKeyId: kmsKey.optional().meta({
      description:
        "The KMS key that encrypts Kubernetes secrets. Default: a key that is created for the cluster. The key can't be changed later.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    createCsiDriver: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Create the CSIDriver object efs.csi.aws.com too, for a cluster that lost it: EKS Fargate has it by default (EKS-06).",
        examples: [true],
      }),
    profiles: z.record(name, fargateProfile).meta({
      description: "Fargate profiles by name; one for CoreDNS is created in addition (EKS-05).",
      examples: [{ web: { selectors: [{ namespace: "web" }] } }],
    }),
    deployments: z
      .record(name, deployment)
      .default({})
      .meta({
        description: "The deployments of the cluster, by name.",
        examples: [{ nginx: { namespace: "web", image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" } }],
      }),
  })
  .meta({
    title: "EKS on Fargate",
    description: "An EKS cluster with Fargate profiles, and its deployments as Kubernetes manifests.",
  });

export type EksFargateWorkload = z.output<typeof eksFargateWorkload>;
export type EksDeployment = z.output<typeof deployment>;
export type EksMount = z.output<typeof mount>;
