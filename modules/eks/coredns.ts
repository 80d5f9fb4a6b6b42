import { DataAwsEksAddonVersion } from "@cdktf/provider-aws/lib/data-aws-eks-addon-version";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { type EksFargateProfile } from "@cdktf/provider-aws/lib/eks-fargate-profile";
import { Construct } from "constructs";

import { type Selector } from "./fargate-profiles";

/** The profile for CoreDNS's pods; its name is reserved. */
export const corednsProfile = "coredns";
export const corednsSelector: Selector = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };

export interface CorednsProps {
  readonly clusterName: string;
  /** The cluster's version, such as `1.35`: the add-on gets the version that EKS installs there by default. */
  readonly kubernetesVersion: string;
  /** The profile that selects its pods. */
  readonly profile: EksFargateProfile;
}

/** The cluster's DNS, configured to run on Fargate: otherwise it waits for nodes, and the add-on times out (EKS-05). */
export class Coredns extends Construct {
  readonly addon: EksAddon;

  constructor(scope: Construct, id: string, { clusterName, kubernetesVersion, profile }: CorednsProps) {
    super(scope, id);
    // Without a version, the add-on would keep the version of its first deploy through every upgrade of the cluster.
    const { version } = new DataAwsEksAddonVersion(this, "Version", { addonName: "coredns", kubernetesVersion });
    this.addon = new EksAddon(this, "Resource", {
      clusterName,
      addonName: "coredns",
      addonVersion: version,
      configurationValues: JSON.stringify({ computeType: "Fargate" }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn: [profile],
    });
  }
}
