import * as z from "zod";

import { eksVersions } from "../eks-versions";
import { containerProperties } from "./container";
import { fargateProfile, kubernetesName } from "./fargate-profile";
import { cidr, formatted, kmsKey, logRetentionDays, name, policyArn, principalArn } from "./primitives";

/** A property that has one value on EKS Fargate: written out, it says so, and any other value is refused with why. */
function only<T extends string | boolean>(value: T, expected: string) {
  return z.literal(value, { error: `should be ${expected}` }).default(value as never);
}

const mount = z
  .strictObject({
    fileSystem: name.meta({ description: "A file system of the workload's VPC, by name.", examples: ["content"] }),
    accessPoint: name.meta({
      description: "An access point of that file system, by name: the volume is `fs-…::fsap-…` (EKS-07).",
      examples: ["web"],
    }),
    readOnly: z
      .boolean()
      .default(false)
      .meta({ description: "Mount without the right to write.", examples: [true] }),
    provisioning: only("static", "static, since Fargate has no CSI controller to make volumes (EKS-06)").meta({
      description: "How the volume comes about: only `static` on Fargate (EKS-06).",
      examples: ["static"],
    }),
  })
  .meta({
    description: "An EFS mount through an access point, always over TLS.",
    examples: [{ fileSystem: "content", accessPoint: "web", readOnly: true }],
  });

const { image, entryPoint, command, environment, ports, healthCheck } = containerProperties;

const deployment = z
  .strictObject({
    namespace: kubernetesName.meta({
      description: "The namespace, made with it; a Fargate profile must select it (EKS-02).",
      examples: ["web"],
    }),
    image,
    entryPoint,
    command,
    environment,
    ports: ports.meta({
      description: "TCP ports that the container listens on; with any, the pods get a Service of the same ports.",
      examples: [[80]],
    }),
    mounts: z
      .record(formatted(/^\/[^\0:]*$/, "an absolute path in the container, such as /usr/share/nginx/html"), mount)
      .default({})
      .meta({
        description: "File systems by the path in the container where they appear.",
        examples: [{ "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true } }],
      }),
    healthCheck: healthCheck.meta({
      description: "How Kubernetes tells that the container works: its liveness probe. Default: it runs.",
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
        description: "The pod's CPU units, 1024 to a vCPU. Fargate takes the next size that holds them.",
        examples: [256],
      }),
    memory: z
      .int()
      .min(128)
      .max(122624)
      .default(512)
      .meta({
        description:
          "The pod's memory in MiB. Fargate adds 256 MiB for Kubernetes and takes the next size that holds both.",
        examples: [512],
      }),
    replicas: z
      .int()
      .min(0)
      .default(1)
      .meta({ description: "How many pods run.", examples: [2] }),
    policies: z
      .array(policyArn)
      .default([])
      .meta({
        description:
          "IAM policies of the pods' role, for what the application calls in AWS itself. Mounting needs none.",
        examples: [["arn:aws:iam::222222222222:policy/read-orders"]],
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
    description: "A Deployment with its Namespace, ServiceAccount, volumes and Service.",
    examples: [{ namespace: "web", image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" }],
  });

export const eksFargateWorkload = z
  .strictObject({
    platform: z.literal("eks-fargate").meta({ description: "An EKS cluster on Fargate.", examples: ["eks-fargate"] }),
    vpc: name.meta({
      description:
        "The workload VPC it runs in, by name. EKS refuses subnets of another VPC for a cluster that exists: add a workload in the other VPC and remove this one.",
      examples: ["apps"],
    }),
    version: z
      .enum(eksVersions, {
        error: `should be a Kubernetes version that EKS supports, in quotes: ${eksVersions.join(", ")} (EKS-13)`,
      })
      .default(eksVersions[eksVersions.length - 1] as (typeof eksVersions)[number])
      .meta({
        description:
          "The Kubernetes version, in quotes. Default: the newest that was sure to be in standard support when config/eks-versions.json was last checked. A cluster goes up one version at a time and never down.",
        examples: ["1.35"],
      }),
    supportType: z
      .enum(["standard", "extended"])
      .default("extended")
      .meta({
        description:
          "What happens when the version's standard support ends, 14 months after its release: `standard` has EKS upgrade the cluster itself; `extended` keeps the version for 12 months more, at a higher price for each hour of the cluster. `synth` warns of a version past its date. Default: `extended`, as with EKS.",
        examples: ["standard"],
      }),
    publicAccessCidrs: z
      .array(cidr)
      .min(1)
      .optional()
      .meta({
        description:
          "Opens the cluster's endpoint to these public ranges too. The private one is always there (EKS-11). Default: private only.",
        examples: [["203.0.113.0/24"]],
      }),
    apiAllowedCidrs: z
      .array(cidr)
      .default([])
      .meta({
        description:
          "Who may reach the cluster's private endpoint besides its pods: IPv4 ranges of the VPC or of networks connected with it, such as where kubectl runs. Without any, and without publicAccessCidrs, nobody outside the cluster reaches its API.",
        examples: [["10.0.0.0/8"]],
      }),
    admins: z
      .array(principalArn)
      .min(1)
      .meta({
        description:
          "IAM roles and users that administer the cluster (access entries). Whoever makes the cluster is none by itself.",
        examples: [["arn:aws:iam::222222222222:role/platform-admin"]],
      }),
    controlPlaneLogs: z
      .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
      .default(["api", "audit", "authenticator"])
      .meta({ description: "What the control plane logs to CloudWatch.", examples: [["audit"]] }),
    logRetentionDays: logRetentionDays
      .default(30)
      .meta({ description: "Days that logs of the control plane and of the pods are kept.", examples: [30] }),
    secretsKmsKeyId: kmsKey.optional().meta({
      description:
        "The KMS key that encrypts Kubernetes secrets. Default: one made for the cluster. It can't be changed for another later.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    createCsiDriver: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Write the CSIDriver object efs.csi.aws.com too, for a cluster that has lost it: EKS Fargate comes with it (EKS-06).",
        examples: [true],
      }),
    profiles: z.record(name, fargateProfile).meta({
      description: "Fargate profiles by name; one for CoreDNS is made beside them (EKS-05).",
      examples: [{ web: { selectors: [{ namespace: "web" }] } }],
    }),
    deployments: z
      .record(name, deployment)
      .default({})
      .meta({
        description: "What runs in the cluster, by name.",
        examples: [{ nginx: { namespace: "web", image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" } }],
      }),
  })
  .meta({
    title: "EKS on Fargate",
    description: "An EKS cluster with Fargate profiles, and what runs there as Kubernetes manifests.",
  });

export type EksFargateWorkload = z.output<typeof eksFargateWorkload>;
export type EksDeployment = z.output<typeof deployment>;
export type EksMount = z.output<typeof mount>;
