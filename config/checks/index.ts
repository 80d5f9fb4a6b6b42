import { checkAccessPoints } from "./access-points";
import { checkAccounts } from "./accounts";
import { checkAddedContainers } from "./added-containers";
import { checkAdoptedNetworks } from "./adopted-networks";
import { checkAlarms } from "./alarms";
import { checkAssumptions } from "./assumptions";
import { checkCentralEndpoints } from "./central-endpoints";
import { type Check } from "./check";
import { checkCidrs } from "./cidrs";
import { checkClients } from "./clients";
import { checkClusters } from "./clusters";
import { checkConnections } from "./connections";
import { checkContainerDependencies } from "./container-dependencies";
import { checkContainerLimits } from "./container-limits";
import { checkContainers } from "./containers";
import { checkDeployments } from "./deployments";
import { checkDiscovery } from "./discovery";
import { checkDnsCaches } from "./dns-caches";
import { checkDnsFirewall } from "./dns-firewall";
import { checkDomains } from "./domains";
import { checkEgress } from "./egress";
import { checkEksAccess } from "./eks-access";
import { checkEksProfiles } from "./eks-profiles";
import { checkEksSupport } from "./eks-support";
import { checkEksZones } from "./eks-zones";
import { checkEndpoints } from "./endpoints";
import { checkEnvironment } from "./environment";
import { checkEnvironmentFiles } from "./environment-files";
import { checkExec } from "./exec";
import { checkExistingFileSystems } from "./existing-file-systems";
import { checkFargateSizes } from "./fargate-sizes";
import { checkFileSystemPolicies } from "./file-system-policies";
import { checkFileSystems } from "./file-systems";
import { checkFormerly } from "./formerly";
import { checkFurtherRegions } from "./further-regions";
import { checkHealthChecks } from "./health-checks";
import { checkImageTags } from "./image-tags";
import { checkImages } from "./images";
import { checkInstances } from "./instances";
import { checkKeys } from "./keys";
import { checkListenerRules } from "./listener-rules";
import { checkLoadBalancers } from "./load-balancers";
import { checkLogRouters } from "./log-routers";
import { checkMounts } from "./mounts";
import { checkNamesakes } from "./namesakes";
import { checkOneZone } from "./one-zone";
import { checkOverlaps } from "./overlaps";
import { checkPlatforms } from "./platforms";
import { checkPolicies } from "./policies";
import { checkPrincipals } from "./principals";
import { checkPrivateZones } from "./private-zones";
import { checkProfiles } from "./profiles";
import { checkPublicAddresses } from "./public-addresses";
import { checkPublish } from "./publish";
import { checkPublishedSizes } from "./published-sizes";
import { checkPullThroughCaches } from "./pull-through-caches";
import { checkQuotas } from "./quotas";
import { checkReferences } from "./references";
import { checkRegions } from "./regions";
import { checkReplications } from "./replications";
import { checkRepositoryCredentials } from "./repository-credentials";
import { checkReservedNames } from "./reserved-names";
import { checkResolverAddresses } from "./resolver-addresses";
import { checkResolverLoops } from "./resolver-loops";
import { checkResolverTargets } from "./resolver-targets";
import { checkRetired } from "./retired";
import { checkReverseLookups } from "./reverse-lookups";
import { checkRoutes } from "./routes";
import { checkScaling } from "./scaling";
import { checkSchedules } from "./schedules";
import { checkSecrets } from "./secrets";
import { checkSecurityGroups } from "./security-groups";
import { checkSeeds } from "./seeds";
import { checkStatefulSets } from "./stateful-sets";
import { checkTags } from "./tags";
import { checkTaskDefinitions } from "./task-definitions";
import { checkTasks } from "./tasks";
import { checkTransitGateways } from "./transit-gateways";
import { checkZones } from "./zones";

/** The checks across the file, one file of this folder each. */
export const checks: readonly Check[] = [
  checkReservedNames,
  checkTags,
  checkAccounts,
  checkRegions,
  checkFurtherRegions,
  checkCidrs,
  checkOverlaps,
  checkZones,
  checkResolverTargets,
  checkResolverAddresses,
  checkResolverLoops,
  checkDnsFirewall,
  checkAdoptedNetworks,
  checkDomains,
  checkReverseLookups,
  checkPrincipals,
  checkPrivateZones,
  checkProfiles,
  checkPublish,
  checkPublishedSizes,
  checkQuotas,
  checkRoutes,
  checkTransitGateways,
  checkEndpoints,
  checkCentralEndpoints,
  checkFileSystems,
  checkExistingFileSystems,
  checkReplications,
  checkFileSystemPolicies,
  checkAccessPoints,
  checkReferences,
  checkRetired,
  checkFormerly,
  checkOneZone,
  checkMounts,
  checkContainers,
  checkEnvironment,
  checkEnvironmentFiles,
  checkFargateSizes,
  checkImages,
  checkImageTags,
  checkRepositoryCredentials,
  checkPullThroughCaches,
  checkContainerDependencies,
  checkContainerLimits,
  checkDnsCaches,
  checkAddedContainers,
  checkExec,
  checkLoadBalancers,
  checkListenerRules,
  checkClients,
  checkEgress,
  checkConnections,
  checkPublicAddresses,
  checkScaling,
  checkPlatforms,
  checkClusters,
  checkInstances,
  checkSeeds,
  checkAlarms,
  checkAssumptions,
  checkDiscovery,
  checkTasks,
  checkTaskDefinitions,
  checkNamesakes,
  checkSchedules,
  checkHealthChecks,
  checkPolicies,
  checkSecrets,
  checkKeys,
  checkSecurityGroups,
  checkDeployments,
  checkLogRouters,
  checkEksZones,
  checkEksProfiles,
  checkStatefulSets,
  checkEksAccess,
  checkEksSupport,
];

/** The checks that compare parts of several Regions; the others see one Region at a time. */
export const ofWholeFile: ReadonlySet<Check> = new Set<Check>([
  checkFurtherRegions,
  checkOverlaps,
  checkReplications,
  checkReferences,
  checkConnections,
  checkPublicAddresses,
  checkNamesakes,
  checkRetired,
  checkFormerly,
  checkAssumptions,
]);
