import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";

import { partitionOf, type PolicyStatement } from "../iam-policy";
import { shortened } from "../names";
import { type EfsVolume } from "./container";
import { InstanceProfile } from "./instance-profile";
import { seedArguments, seedScript, type SeedSource, seedStatements } from "./seed";
import instanceScript from "./seed-instance.sh";
import { shellQuoted, userData, withoutDirectives } from "./shell";

/** The provider's limit: EC2 allows 128 characters, and the provider keeps room for a suffix. */
const templateNameLength = 125;

export interface SeedInstanceProps {
  readonly name: string;
  /** Tags of its disk, which the provider's default tags don't reach. */
  readonly tags: Readonly<Record<string, string>>;
  readonly region: string;
  readonly volume: EfsVolume & Required<Pick<EfsVolume, "accessPoint">>;
  readonly source: Exclude<SeedSource, { readonly kind: "copy" }>;
  readonly vpcId: string;
  /** In a zone with a mount target of the file system. */
  readonly subnetId: string;
  /** A security group that can reach the mount targets on tcp/2049. */
  readonly clientSecurityGroupId: string;
}

/**
 * A small EC2 instance that mounts a file system over TLS, writes the initial files, and stops; a change of the files
 * creates a new instance.
 */
export class SeedInstance extends Construct {
  constructor(scope: Construct, id: string, props: SeedInstanceProps) {
    super(scope, id);
    const { name, region, volume, source } = props;
    const profile = new InstanceProfile(this, "Profile", {
      name,
      managedPolicies: {},
      policies: { mount: [mountStatement(volume)], read: seedStatements(source, partitionOf(region)) },
    });
    const group = new SecurityGroup(this, "SecurityGroup", {
      vpcId: props.vpcId,
      name,
      description: `seeding instance ${name}`,
      tags: { Name: name },
    });
    new VpcSecurityGroupEgressRule(this, "https", {
      securityGroupId: group.id,
      description: "HTTPS to packages and objects in S3",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const template = new LaunchTemplate(this, "Template", {
      name: shortened(name, templateNameLength),
      imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      instanceType: "t3.micro",
      iamInstanceProfile: { arn: profile.arn },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", encrypted: "true" } }],
      tagSpecifications: [{ resourceType: "volume", tags: { ...props.tags, Name: name } }],
    });
    new Instance(this, "Resource", {
      launchTemplate: { id: template.id, version: template.latestVersion.toString() },
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [group.id, props.clientSecurityGroupId],
      instanceInitiatedShutdownBehavior: "stop",
      userDataBase64: seedUserData(volume.fileSystemId, volume.accessPoint.id, source),
      userDataReplaceOnChange: true,
      tags: { Name: name },
      dependsOn: [...profile.attached],
    });
  }
}

/** The script that the instance runs. @returns a Terraform expression */
function seedUserData(fileSystemId: string, accessPointId: string, source: SeedSource): string {
  return userData({
    variables: {},
    references: { file_system: fileSystemId, access_point: accessPointId },
    script: [
      "seed_script=$(\n  cat <<'END_OF_SEED_SCRIPT'",
      seedScript(source),
      "END_OF_SEED_SCRIPT\n)",
      `arguments=(${seedArguments(source).map(shellQuoted).join(" ")})`,
      withoutDirectives(instanceScript),
    ].join("\n"),
  });
}

function mountStatement({ fileSystemArn, accessPoint }: SeedInstanceProps["volume"]): PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    Resource: fileSystemArn,
    Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint.arn } },
  };
}
