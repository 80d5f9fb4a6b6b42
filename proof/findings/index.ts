import { assumptionCheck } from "./assumption";
import { clashingPrivateDns } from "./clashing-private-dns";
import { contradictingDenies } from "./contradicting-denies";
import { duplicateRuleAssociation } from "./duplicate-rule-association";
import { endpointOwnedTwice } from "./endpoint-owned-twice";
import { type FindingCheck } from "./finding";
import { firewallPriorities } from "./firewall-priorities";
import { forwardedS3Files } from "./forwarded-s3-files";
import { lostFileSystem } from "./lost-file-system";
import { mixedRuleStyles } from "./mixed-rule-styles";
import { partialPlan } from "./partial-plan";
import { privateDnsBesideZone } from "./private-dns-beside-zone";
import { readOnlyFileSystem } from "./read-only-file-system";
import { refusedRuleType } from "./refused-rule-type";
import { resolverLoop } from "./resolver-loop";
import { rootOwnedAccessPoint } from "./root-owned-access-point";
import { strandedCoredns } from "./stranded-coredns";
import { strandedEfsCsi } from "./stranded-efs-csi";
import { unansweredAsker } from "./unanswered-asker";
import { unassociatedRule } from "./unassociated-rule";
import { unreachedPort } from "./unreached-port";
import { unreadPods } from "./unread-pods";
import { unsharedRule } from "./unshared-rule";
import { unstartedTaskDefinition } from "./unstarted-task-definition";
import { unwritableRoot } from "./unwritable-root";
import { vpcWithoutRules } from "./vpc-without-rules";

export const findingChecks: readonly FindingCheck[] = [
  clashingPrivateDns,
  contradictingDenies,
  duplicateRuleAssociation,
  endpointOwnedTwice,
  mixedRuleStyles,
  rootOwnedAccessPoint,
  refusedRuleType,
  privateDnsBesideZone,
  firewallPriorities,
  forwardedS3Files,
  lostFileSystem,
  partialPlan,
  readOnlyFileSystem,
  resolverLoop,
  strandedCoredns,
  strandedEfsCsi,
  unansweredAsker,
  unassociatedRule,
  unreachedPort,
  unreadPods,
  unsharedRule,
  unstartedTaskDefinition,
  unwritableRoot,
  vpcWithoutRules,
  assumptionCheck,
];
