import { EksFargateProfile } from "@cdktf/provider-aws/lib/eks-fargate-profile";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface Selector {
  readonly namespace: string;
  /** Labels that a pod must have; all must match (EKS-02). */
  readonly labels: Readonly<Record<string, string>>;
}

export interface FargateProfileProps {
  /** One to five (EKS-02). */
  readonly selectors: readonly Selector[];
  /** Private, in two zones (EKS-01). */
  readonly subnetIds: readonly string[];
}

export interface FargateProfilesProps {
  readonly clusterName: string;
  readonly podExecutionRoleArn: string;
  /**
   * Profiles by name. Every change of a profile except its tags replaces it, and its pods stay pending until the new
   * one exists (EKS-03).
   */
  readonly profiles: Readonly<Record<string, FargateProfileProps>>;
  /** The resources that must exist before the first profile. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Fargate profiles, created and deleted one after another, since EKS accepts one change at a time (EKS-03). */
export class FargateProfiles extends Construct {
  readonly profiles: Readonly<Record<string, EksFargateProfile>>;

  constructor(scope: Construct, id: string, props: FargateProfilesProps) {
    super(scope, id);
    const profiles: Record<string, EksFargateProfile> = {};
    let previous: readonly ITerraformDependable[] = props.dependsOn;
    // Sorted by name, so that the order in the file doesn't matter.
    const sorted = Object.entries(props.profiles).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, { selectors, subnetIds }] of sorted) {
      const profile = new EksFargateProfile(this, name, {
        clusterName: props.clusterName,
        fargateProfileName: name,
        podExecutionRoleArn: props.podExecutionRoleArn,
        subnetIds: [...subnetIds],
        // No labels rather than an empty mapping: EKS returns none, and a difference would replace the profile.
        selector: selectors.map(({ namespace, labels }) => ({
          namespace,
          labels: Object.keys(labels).length > 0 ? { ...labels } : undefined,
        })),
        dependsOn: [...previous],
      });
      profiles[name] = profile;
      previous = [profile];
    }
    this.profiles = profiles;
  }
}
