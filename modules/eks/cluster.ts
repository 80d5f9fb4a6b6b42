import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

import { shortened } from "../names";
import { ClusterRole } from "./cluster-role";
import { SecretsKey } from "./secrets-key";

export interface ClusterProps {
  /** Changing it replaces the cluster. */
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** Such as `1.35`; goes up one minor version at a time. */
  readonly version: string;
  /** What EKS does when the version's standard support ends: upgrade the cluster itself, or charge for it. */
  readonly supportType: "standard" | "extended";
  /** Private subnets in two zones at least (EKS-01). */
  readonly subnetIds: readonly string[];
  /** IPv4 ranges that may reach the private endpoint. @default the cluster's own pods alone */
  readonly apiAllowedCidrs?: readonly string[];
  /** Public ranges that reach the API too. @default the API is private */
  readonly publicAccessCidrs?: readonly string[];
  /** What the control plane logs, such as `audit`. */
  readonly controlPlaneLogs: readonly string[];
  readonly logRetentionDays: number;
  /** ARN of the key for Kubernetes secrets. Changing it replaces the cluster. @default one made for the cluster */
  readonly secretsKmsKeyId?: string;
}

/**
 * A cluster for pods on Fargate alone: access by access entries, the API private, secrets encrypted, and none of the
 * add-ons that EKS would install for nodes.
 */
export class Cluster extends Construct {
  readonly clusterName: string;
  readonly endpoint: string;
  /** The group that EKS makes; pods on Fargate wear it (EKS-08). */
  readonly securityGroupId: string;
  /** URL of the issuer of service account tokens. */
  readonly oidcIssuer: string;
  readonly resource: EksCluster;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { name } = props;
    const keyArn =
      props.secretsKmsKeyId ?? new SecretsKey(this, "secrets", { alias: `${name}-secrets`, cluster: name }).keyArn;
    const role = new ClusterRole(this, "cluster", {
      name: shortened(`${name}-cluster`, 64),
      region: props.region,
      accountId: props.accountId,
      clusterName: name,
      secretsKeyArn: keyArn,
    });
    // EKS would make the group itself, and keep logs for ever.
    const logGroup = new CloudwatchLogGroup(this, "control-plane", {
      name: `/aws/eks/${name}/cluster`,
      retentionInDays: props.logRetentionDays,
    });
    this.resource = new EksCluster(this, "Resource", {
      name,
      version: props.version,
      upgradePolicy: { supportType: props.supportType.toUpperCase() },
      roleArn: role.roleArn,
      // Every principal with rights is an access entry of the file, whoever makes the cluster.
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      // kube-proxy and the VPC CNI are for nodes; CoreDNS comes as an add-on that knows Fargate (EKS-05).
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        // Pods reach the API through it, whatever the public endpoint admits (EKS-11).
        endpointPrivateAccess: true,
        endpointPublicAccess: props.publicAccessCidrs !== undefined,
        publicAccessCidrs: props.publicAccessCidrs && [...props.publicAccessCidrs],
      },
      enabledClusterLogTypes: [...props.controlPlaneLogs],
      encryptionConfig: { resources: ["secrets"], provider: { keyArn } },
      dependsOn: [...role.policies, logGroup],
    });
    this.clusterName = this.resource.name;
    this.endpoint = this.resource.endpoint;
    this.securityGroupId = this.resource.vpcConfig.clusterSecurityGroupId;
    // EKS's own group admits its members alone (EKS user guide, cluster-endpoint.html).
    for (const cidrIpv4 of props.apiAllowedCidrs ?? []) {
      new VpcSecurityGroupIngressRule(this, `api_${cidrIpv4}`, {
        securityGroupId: this.securityGroupId,
        description: "HTTPS to the cluster API",
        cidrIpv4,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      });
    }
    this.oidcIssuer = this.resource.identity.get(0).oidc.get(0).issuer;
  }
}
