import { checkAccessPoints } from "./access-points";
import { checkAccounts } from "./accounts";
import { type Check } from "./check";
import { checkCidrs } from "./cidrs";
import { checkContainers } from "./containers";
import { checkDomains } from "./domains";
import { checkEksAdmins } from "./eks-admins";
import { checkEksProfiles } from "./eks-profiles";
import { checkEksZones } from "./eks-zones";
import { checkEndpoints } from "./endpoints";
import { checkEnvironment } from "./environment";
import { checkFargateSizes } from "./fargate-sizes";
import { checkFileSystems } from "./file-systems";
import { checkImages } from "./images";
import { checkMounts } from "./mounts";
import { checkOneZone } from "./one-zone";
import { checkOverlaps } from "./overlaps";
import { checkPrincipals } from "./principals";
import { checkQuotas } from "./quotas";
import { checkReferences } from "./references";
import { checkRegions } from "./regions";
import { checkResolverLoops } from "./resolver-loops";
import { checkResolverTargets } from "./resolver-targets";
import { checkRoutes } from "./routes";
import { checkZones } from "./zones";

/** What is checked across the file, one file of this folder each. */
export const checks: readonly Check[] = [
  checkAccounts,
  checkRegions,
  checkCidrs,
  checkOverlaps,
  checkZones,
  checkResolverTargets,
  checkResolverLoops,
  checkDomains,
  checkPrincipals,
  checkQuotas,
  checkRoutes,
  checkEndpoints,
  checkFileSystems,
  checkAccessPoints,
  checkReferences,
  checkOneZone,
  checkMounts,
  checkContainers,
  checkEnvironment,
  checkFargateSizes,
  checkImages,
  checkEksZones,
  checkEksProfiles,
  checkEksAdmins,
];
