import { duplicateRuleAssociation } from "./dns/duplicate-rule-association";
import { firewallPriorities } from "./dns/firewall-priorities";
import { forwardedS3Files } from "./dns/forwarded-s3-files";
import { refusedRuleType } from "./dns/refused-rule-type";
import { resolverLoop } from "./dns/resolver-loop";
import { ruleInOtherRegion } from "./dns/rule-in-other-region";
import { unansweredAsker } from "./dns/unanswered-asker";
import { unassociatedRule } from "./dns/unassociated-rule";
import { unreachedServer } from "./dns/unreached-server";
import { unsharedRule } from "./dns/unshared-rule";
import { vpcWithoutRules } from "./dns/vpc-without-rules";
import { closedConnection } from "./ecs/closed-connection";
import { unreachableExec } from "./ecs/unreachable-exec";
import { unreachedPort } from "./ecs/unreached-port";
import { unroutedConnection } from "./ecs/unrouted-connection";
import { unstartedTaskDefinition } from "./ecs/unstarted-task-definition";
import { lostFileSystem } from "./efs/lost-file-system";
import { readOnlyFileSystem } from "./efs/read-only-file-system";
import { rootOwnedAccessPoint } from "./efs/root-owned-access-point";
import { squashedRoot } from "./efs/squashed-root";
import { unwritableRoot } from "./efs/unwritable-root";
import { strandedCoredns } from "./eks/stranded-coredns";
import { strandedEfsCsi } from "./eks/stranded-efs-csi";
import { unreadPods } from "./eks/unread-pods";
import { type FindingCheck } from "./finding";
import { assumptionCheck } from "./input/contradicted-assumption";
import { partialPlan } from "./input/partial-plan";
import { clashingPrivateDns } from "./network/clashing-private-dns";
import { endpointOwnedTwice } from "./network/endpoint-owned-twice";
import { mixedRuleStyles } from "./network/mixed-rule-styles";
import { privateDnsBesideZone } from "./network/private-dns-beside-zone";
import { contradictingDenies } from "./s3/contradicting-denies";

export const findingChecks: readonly FindingCheck[] = [
  clashingPrivateDns,
  contradictingDenies,
  duplicateRuleAssociation,
  ruleInOtherRegion,
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
  squashedRoot,
  strandedCoredns,
  strandedEfsCsi,
  unansweredAsker,
  unreachedServer,
  unassociatedRule,
  unreachableExec,
  unreachedPort,
  unreadPods,
  unroutedConnection,
  unsharedRule,
  unstartedTaskDefinition,
  unwritableRoot,
  vpcWithoutRules,
  closedConnection,
  assumptionCheck,
];
