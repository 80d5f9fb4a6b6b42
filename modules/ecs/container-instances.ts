import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";

import { partitionOf } from "../iam-policy";
import { fileSystemsTag, hostUserData, type HostUserDataProps } from "./host-user-data";
import { InstanceProfile } from "./instance-profile";

export interface ContainerInstancesProps extends HostUserDataProps {
  /** Tags of the instances and their disks, which the provider's default tags don't reach. */
  readonly tags: Readonly<Record<string, string>>;
  /** The prefix of created names; not `aws`, `ecs` or `fargate`, which ECS reserves. */
  readonly name: string;
  readonly instanceType: string;
  /** The CPU architecture of the instance type. */
  readonly cpuArchitecture: "x86_64" | "arm64";
  readonly min: number;
  readonly max: number;
  /** The target utilization of the instances in percent. */
  readonly targetCapacityPercent: number;
  readonly rootVolumeGiB: number;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** For `hosts-file`: the file systems whose mount targets the instances look up. */
  readonly fileSystems: readonly { readonly id: string; readonly arn: string }[];
}

/** EC2 instances of one type that run a cluster's tasks; ECS starts and stops instances as tasks need them. */
export class ContainerInstances extends Construct {
  readonly capacityProvider: string;

  constructor(scope: Construct, id: string, props: ContainerInstancesProps) {
    super(scope, id);
    const { name, region } = props;
    const partition = partitionOf(region);
    const profile = new InstanceProfile(this, "Profile", {
      name: `${name}-instances`,
      managedPolicies: { Agent: `arn:${partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role` },
      policies: {
        "find-mount-targets":
          props.resolve === "hosts-file"
            ? [
                {
                  Effect: "Allow",
                  Action: ["elasticfilesystem:DescribeMountTargets"],
                  Resource: props.fileSystems.map(({ arn }) => arn),
                },
              ]
            : [],
      },
    });
    const template = new LaunchTemplate(this, "Resource", {
      name,
      imageId: `resolve:ssm:${ecsImageParameter(props.cpuArchitecture)}`,
      instanceType: props.instanceType,
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [this.securityGroup(props).id],
      // IMDSv2 only, and only for the host: tasks have their own credentials.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: props.resolve === "hosts-file" ? "enabled" : undefined,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: props.rootVolumeGiB, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      monitoring: { enabled: true },
      tagSpecifications: [
        { resourceType: "instance", tags: { ...instanceTags(props), Name: name, ...fileSystemTags(props) } },
        { resourceType: "volume", tags: { ...props.tags, Name: name } },
      ],
      userData: hostUserData(props),
      dependsOn: [...profile.attached],
    });
    const group = new AutoscalingGroup(this, "Group", {
      name,
      minSize: props.min,
      maxSize: props.max,
      vpcZoneIdentifier: [...props.subnetIds],
      launchTemplate: { id: template.id, version: template.latestVersion.toString() },
      // Running instances are replaced after a change of the launch template.
      instanceRefresh: { strategy: "Rolling" },
      // ECS sets this tag, and Terraform would remove it.
      tag: [
        { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
        // The launch template tags the instances that the group launches.
        ...Object.entries(props.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
      ],
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
    this.capacityProvider = new EcsCapacityProvider(this, "CapacityProvider", {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedDraining: "ENABLED",
        managedScaling: { status: "ENABLED", targetCapacity: props.targetCapacityPercent },
      },
    }).name;
  }

  private securityGroup({ name, vpcId }: ContainerInstancesProps): SecurityGroup {
    const group = new SecurityGroup(this, "instances", {
      vpcId,
      name: `${name}-instances`,
      description: `container instances of ${name}`,
      tags: { Name: `${name}-instances` },
    });
    // Tasks have their own network interfaces and security groups.
    new VpcSecurityGroupEgressRule(this, "instances-https", {
      securityGroupId: group.id,
      description: "HTTPS to ECS, images and logs",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    return group;
  }
}

/** The SSM parameter with the id of AWS's newest ECS-optimized AMI. */
function ecsImageParameter(cpuArchitecture: ContainerInstancesProps["cpuArchitecture"]): string {
  const image = cpuArchitecture === "arm64" ? "amazon-linux-2023/arm64" : "amazon-linux-2023";
  return `/aws/service/ecs/optimized-ami/${image}/recommended/image_id`;
}

function fileSystemTags({ resolve, fileSystems }: ContainerInstancesProps): Record<string, string> {
  return resolve === "hosts-file" ? { [fileSystemsTag]: fileSystems.map(({ id }) => id).join(" ") } : {};
}

/**
 * On an instance that reads its tags from the instance metadata, EC2 refuses spaces and slashes in tag keys (EC2 user
 * guide, using-tags, "Instance tags in metadata"): such tags are set on its disk only.
 */
function instanceTags({ resolve, tags }: ContainerInstancesProps): Record<string, string> {
  if (resolve !== "hosts-file") return tags;
  return Object.fromEntries(Object.entries(tags).filter(([key]) => /^[A-Za-z0-9+\-=._:@,]+$/.test(key)));
}
