import { clashingPrivateDns } from "./clashing-private-dns";
import { duplicateRuleAssociation } from "./duplicate-rule-association";
import { endpointOwnedTwice } from "./endpoint-owned-twice";
import { type FindingCheck } from "./finding";
import { mixedRuleStyles } from "./mixed-rule-styles";
import { replacedFileSystem } from "./replaced-file-system";
import { resolverLoop } from "./resolver-loop";
import { strandedCoredns } from "./stranded-coredns";
import { unassociatedRule } from "./unassociated-rule";
import { unsharedRule } from "./unshared-rule";
import { vpcWithoutRules } from "./vpc-without-rules";

export const findingChecks: readonly FindingCheck[] = [
  clashingPrivateDns,
  duplicateRuleAssociation,
  endpointOwnedTwice,
  mixedRuleStyles,
  replacedFileSystem,
  resolverLoop,
  strandedCoredns,
  unassociatedRule,
  unsharedRule,
  vpcWithoutRules,
];
