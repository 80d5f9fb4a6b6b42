import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

import {
  type EksDeployment,
  type EksFargateWorkload,
  type FargateProfile,
  type Organization,
} from "../config/organization";
import { AdminAccess } from "../modules/eks/admin-access";
import { Cluster } from "../modules/eks/cluster";
import { Coredns, corednsProfile, corednsSelector } from "../modules/eks/coredns";
import { type FargateProfileProps, FargateProfiles } from "../modules/eks/fargate-profiles";
import { FileSystemAccess } from "../modules/eks/file-system-access";
import { OidcProvider, ServiceAccountRole } from "../modules/eks/oidc-provider";
import { PodExecutionRole } from "../modules/eks/pod-execution-role";
import { logGroupArn } from "../modules/iam-policy";
import { literal } from "../modules/literal";
import { mapValues } from "../modules/map-values";
import { cachedRepositories } from "./cached-repositories";
import { type EcsStack } from "./ecs";
import { connectPods } from "./eks-connections";
import { workloadManifests } from "./eks-manifests";
import { eksClusterName, podExecutionRoleName, podLogGroupName, serviceAccountRoleName } from "./eks-names";
import { renamed } from "./formerly";
import { mountableZones } from "./mountable-zones";
import { MountpathStack, usableAfter } from "./stack";
import { StackOutputs } from "./stack-outputs";
import { type VpcStack } from "./vpc";

/** An EKS cluster on Fargate in one workload VPC, and the manifests to apply to it. */
export class EksStack extends MountpathStack<"eks"> {
  private readonly vpc: StackOutputs<"vpc">;
  private readonly clusterName: string;

  /**
   * @param workloadName the workload's name in the file; the stack is `eks-<name>`
   * @param callees the stacks of ECS workloads in the VPC that its pods connect to, by workload. @default none
   */
  constructor(
    scope: Construct,
    private readonly organization: Organization,
    private readonly workloadName: string,
    private readonly workload: EksFargateWorkload,
    vpcStack: VpcStack,
    callees: ReadonlyMap<string, EcsStack> = new Map(),
  ) {
    super(scope, `eks-${workloadName}`, "eks", {
      ...vpcStack.settings,
      tags: { ...organization.defaultTags, ...workload.tags },
    });
    this.vpc = new StackOutputs(this, vpcStack);
    this.clusterName = eksClusterName(organization, workloadName);
    const cluster = this.cluster();
    const { clusterName } = cluster;
    const fileSystemAccess = new FileSystemAccess(this, "FileSystemAccess", {
      clusterName: this.clusterName,
      clusterSecurityGroupId: cluster.securityGroupId,
      mountTargetSecurityGroupIds: Object.fromEntries(
        this.fileSystems().map((name) => [
          this.formerName(name),
          this.vpc.get("mount_target_security_group_ids", name),
        ]),
      ),
    });
    connectPods(this, { organization, workload: workloadName, cluster, callees });
    const { profiles } = this.profiles(cluster);
    const coredns = new Coredns(this, "coredns", {
      clusterName,
      kubernetesVersion: workload.version,
      profile: profiles[corednsProfile]!,
    });
    const oidc = new OidcProvider(cluster, "Issuer", { issuer: cluster.oidcIssuer });
    const roles = this.serviceAccountRoles(cluster, oidc);

    this.fulfil({
      cluster_name: clusterName,
      cluster_endpoint: cluster.endpoint,
      cluster_security_group_id: cluster.securityGroupId,
      oidc_provider_arn: oidc.providerArn,
      kubernetes_manifests: usableAfter(
        workloadManifests(
          organization,
          workloadName,
          workload,
          {
            fileSystem: (name) => this.vpc.get("file_system_ids", name),
            accessPoint: (fileSystem, name) => this.vpc.get("access_point_ids", `${fileSystem}/${name}`),
            role: (deployment) => roles[deployment]?.roleArn ?? "",
          },
          literal,
        ),
        [...Object.values(profiles), coredns.addon, ...fileSystemAccess.rules],
      ),
    });
  }

  private cluster(): Cluster {
    const { organization, workload, workloadName, settings } = this;
    const made = new Cluster(this, workloadName, {
      name: this.clusterName,
      region: organization.region,
      accountId: this.settings.account.id,
      version: workload.version,
      supportType: workload.supportType,
      subnetIds: this.subnetIds(mountableZones(organization, workload.vpc, [])),
      apiAllowedCidrs: workload.apiAllowedCidrs,
      publicAccessCidrs: workload.publicAccessCidrs,
      controlPlaneLogs: workload.controlPlaneLogs,
      logRetentionDays: workload.logRetentionDays,
      secretsKmsKeyId: workload.secretsKmsKeyId,
    });
    const cluster = renamed(made, workload.formerly);
    new AdminAccess(this, "Admins", {
      clusterName: cluster.clusterName,
      region: organization.region,
      accountId: settings.account.id,
      principalArns: workload.admins,
    });
    return cluster;
  }

  private profiles(cluster: Cluster): FargateProfiles {
    const { organization, workload, settings } = this;
    const logGroup = new CloudwatchLogGroup(cluster, "pods", {
      name: podLogGroupName(this.clusterName),
      retentionInDays: workload.logRetentionDays,
    });
    const role = new PodExecutionRole(cluster, "pod-execution", {
      name: podExecutionRoleName(this.clusterName),
      region: organization.region,
      accountId: settings.account.id,
      clusterName: this.clusterName,
      cachedRepositoryArns: cachedRepositories(
        organization,
        organization.workloadVpcs[workload.vpc]?.account ?? "",
        Object.values(workload.deployments).map(({ image }) => image),
      ),
      logGroupArn: logGroupArn(organization.region, settings.account.id, podLogGroupName(this.clusterName)),
    });
    return new FargateProfiles(this, "Profiles", {
      clusterName: cluster.clusterName,
      podExecutionRoleArn: role.roleArn,
      profiles: {
        ...mapValues(workload.profiles, (profile) => this.profile(profile)),
        [corednsProfile]: this.profile({ selectors: [corednsSelector], subnets: "private" }),
      },
      dependsOn: [...role.policies, logGroup],
    });
  }

  private profile({ selectors, availabilityZones }: FargateProfile): FargateProfileProps {
    const zones = availabilityZones ?? mountableZones(this.organization, this.workload.vpc, []);
    return {
      selectors: selectors.map(({ namespace, labels }) => ({ namespace, labels: mapValues(labels, literal) })),
      subnetIds: this.subnetIds(zones),
    };
  }

  private serviceAccountRoles(cluster: Cluster, provider: OidcProvider): Record<string, ServiceAccountRole> {
    const scope = new Construct(cluster, "app");
    return mapValues(
      this.workload.deployments,
      (deployment, name) =>
        new ServiceAccountRole(scope, name, {
          name: serviceAccountRoleName(this.clusterName, name),
          provider,
          namespace: deployment.namespace,
          serviceAccount: name,
          policyArns: deployment.policies,
        }),
    );
  }

  private subnetIds(zones: readonly string[]): string[] {
    return zones.map((zone) => this.vpc.get("private_subnet_ids", zone));
  }

  /** The file systems that at least one pod mounts. */
  /** The name that a file system had when it was created, for addresses. */
  private formerName(fileSystem: string): string {
    return this.organization.workloadVpcs[this.workload.vpc]?.fileSystems[fileSystem]?.formerly ?? fileSystem;
  }

  private fileSystems(): string[] {
    const mountsOf = (deployment: EksDeployment) => Object.values(deployment.mounts);
    const mounts = Object.values(this.workload.deployments).flatMap(mountsOf);
    return [...new Set(mounts.map(({ fileSystem }) => fileSystem))];
  }
}
