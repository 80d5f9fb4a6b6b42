import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { Construct } from "constructs";

import { domainId } from "./domain";

export interface RuleShareProps {
  readonly name: string;
  /** ARNs of rules by their domains, and of what goes with them by a name. */
  readonly resourceArns: Readonly<Record<string, string>>;
  /** ARNs of the organization or its units, or 12-digit account ids (DNS-20). */
  readonly principals: readonly string[];
}

/** Shares resolver rules, and what goes with them, within the organization and with nobody outside. */
export class RuleShare extends Construct {
  readonly resourceShareArn: string;

  constructor(scope: Construct, id: string, { name, resourceArns, principals }: RuleShareProps) {
    super(scope, id);
    const share = new RamResourceShare(this, "Resource", { name, allowExternalPrincipals: false });
    this.resourceShareArn = share.arn;
    for (const [key, resourceArn] of Object.entries(resourceArns)) {
      new RamResourceAssociation(this, domainId(key), { resourceShareArn: share.arn, resourceArn });
    }
    for (const principal of principals) {
      // The last part names an organization, unit or account as people do.
      new RamPrincipalAssociation(this, `with-${principal.slice(principal.lastIndexOf("/") + 1)}`, {
        resourceShareArn: share.arn,
        principal,
      });
    }
  }
}
