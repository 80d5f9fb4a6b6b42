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
  /** Such as `1.35`; upgraded one minor version at a time. */
  readonly version: string;
  /**
   * What EKS does when the version's standard support ends: upgrade the cluster automatically, or charge for extended
   * support.
   */
  readonly supportType: "standard" | "extended";
  /** Private subnets in at least two zones (EKS-01). */
  readonly subnetIds: readonly string[];
  /** IPv4 ranges that may reach the private endpoint. @default only the cluster's own pods */
  readonly apiAllowedCidrs?: readonly string[];
  /** Public ranges that may reach the API too. @default the API is private */
  readonly publicAccessCidrs?: readonly string[];
  /** The control plane's log types, such as `audit`. */
  readonly controlPlaneLogs: readonly string[];
  readonly logRetentionDays: number;
  /**
   * ARN of the key for Kubernetes secrets. Changing it replaces the cluster.
   * @default a key that is created for the cluster
   */
  readonly secretsKmsKeyId?: string;
}

/**
 * A cluster for pods on Fargate only: with access entries, a private API, encrypted secrets, and without the add-ons
 * that EKS would install for nodes.
 */
export class Cluster extends Construct {
  readonly clusterName: string;
  readonly endpoint: string;
  /** The security group that EKS creates; pods on Fargate use it (EKS-08). */
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
    // EKS would create the log group itself and keep logs forever.
    const logGroup = new CloudwatchLogGroup(this, "control-plane", {
      name: `/aws/eks/${name}/cluster`,
      retentionInDays: props.logRetentionDays,
    });
    this.resource = new EksCluster(this, "Resource", {
      name,
      version: props.version,
      upgradePolicy: { supportType: props.supportType.toUpperCase() },
      roleArn: role.roleArn,
      // Every principal with permissions is an access entry of the file; the cluster creator gets no implicit admin
      // access.
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      // kube-proxy and the VPC CNI are for nodes; CoreDNS is an add-on that supports Fargate (EKS-05).
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        // Pods reach the API through the private endpoint, whatever the public endpoint allows (EKS-11).
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
    // EKS's own group allows only its members (EKS user guide, cluster-endpoint.html).
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
