import { type Gap } from "./gap";
import { BucketPolicies } from "./gaps/bucket-policies";
import { CreationTags } from "./gaps/creation-tags";
import { DeletedGatewayAttachments } from "./gaps/deleted-gateway-attachments";
import { EcsServiceSettings } from "./gaps/ecs-service-settings";
import { EfsBackupPolicies } from "./gaps/efs-backup-policies";
import { EfsPolicyDeletion } from "./gaps/efs-policy-deletion";
import { EksAccessEntries } from "./gaps/eks-access-entries";
import { EksAddons } from "./gaps/eks-addons";
import { EksClusters } from "./gaps/eks-clusters";
import { GatewayEndpointRoutes } from "./gaps/gateway-endpoint-routes";
import { InstanceShutdown } from "./gaps/instance-shutdown";
import { Ipv6ResolverTargets } from "./gaps/ipv6-resolver-targets";
import { LaunchTemplates } from "./gaps/launch-templates";
import { QueryLogConfigTags } from "./gaps/query-log-config-tags";
import { RamAssociations } from "./gaps/ram-associations";
import { RamSharePermissions } from "./gaps/ram-share-permissions";
import { RamShares } from "./gaps/ram-shares";
import { ResolverEndpointTypes } from "./gaps/resolver-endpoint-types";
import { Route53Profiles } from "./gaps/route53-profiles";
import { ScalableTargetTags } from "./gaps/scalable-target-tags";
import { SecurityGroupRuleDescriptions } from "./gaps/security-group-rule-descriptions";
import { SharedParameters } from "./gaps/shared-parameters";
import { SharedResolverRules } from "./gaps/shared-resolver-rules";
import { SharedTransitGateways } from "./gaps/shared-transit-gateways";
import { SubnetIpv6States } from "./gaps/subnet-ipv6-states";

/** Everything that the emulator lacks and the stacks need, with its own state. */
export function emulatorGaps(): { gaps: Gap[]; shared: SharedResolverRules } {
  const ram = new RamAssociations();
  const shared = new SharedResolverRules(ram);
  const attachments = [new DeletedGatewayAttachments(), new CreationTags()];
  return {
    shared,
    gaps: [
      new Ipv6ResolverTargets(shared),
      shared,
      new SharedParameters(ram),
      new ResolverEndpointTypes(),
      new Route53Profiles(ram),
      ram,
      new RamSharePermissions(),
      new RamShares(),
      new EfsBackupPolicies(),
      new EfsPolicyDeletion(),
      new EksAccessEntries(),
      new EksAddons(),
      new EksClusters(),
      new EcsServiceSettings(),
      new SharedTransitGateways(attachments),
      new GatewayEndpointRoutes(),
      ...attachments,
      new QueryLogConfigTags(),
      new SecurityGroupRuleDescriptions(),
      new SubnetIpv6States(),
      new ScalableTargetTags(),
      new LaunchTemplates(),
      new InstanceShutdown(),
      new BucketPolicies(),
    ],
  };
}
