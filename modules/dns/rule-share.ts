import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { Construct } from "constructs";

import { domainId } from "./domain";

export interface RuleShareProps {
  readonly name: string;
  /** ARNs of rules by their domains, and of other shared resources by a name. */
  readonly resourceArns: Readonly<Record<string, string>>;
  /** ARNs of the organization or its organizational units, or 12-digit account ids (DNS-20). */
  readonly principals: readonly string[];
}

/** Shares resolver rules and related resources within the organization only. */
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
      // The last part is the readable name of an organization, organizational unit or account.
      new RamPrincipalAssociation(this, `with-${principal.slice(principal.lastIndexOf("/") + 1)}`, {
        resourceShareArn: share.arn,
        principal,
      });
    }
  }
}
