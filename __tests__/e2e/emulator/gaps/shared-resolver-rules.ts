import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json, jsonError } from "../request";
import { type RamAssociations } from "./ram-associations";

interface Rule {
  readonly Id: string;
  readonly Arn: string;
  readonly [property: string]: unknown;
}

interface Association {
  readonly Id: string;
  readonly Name: string;
  readonly ResolverRuleId: string;
  readonly VPCId: string;
  readonly Status: string;
}

/**
 * Resolver rules in the accounts that they are shared with: the emulator stores RAM shares, but no other account sees
 * the shared resources. A rule is visible to the principals of its share, or to every account if the principal is an
 * organization.
 */
export class SharedResolverRules implements Gap {
  readonly lacks = "RAM's effect: a rule that is shared with another account can't be listed or associated there";
  readonly seenIn = "moto 5.2.1";
  /** If true, shares have not arrived yet, as in the minutes after they are created. */
  lagging = false;
  /** Rules by ARN, with the account that owns them. */
  private readonly rules = new Map<string, Rule & { owner: string }>();
  private readonly associations = new Map<string, Association>();

  constructor(private readonly ram: RamAssociations) {}

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "route53resolver") return undefined;
    switch (request.action) {
      case "CreateResolverRule":
        return this.watchRules(request, behind);
      case "ListResolverRules":
        return this.listRules(request, behind);
      case "AssociateResolverRule":
        return this.associate(request, behind);
      case "GetResolverRuleAssociation":
      case "DisassociateResolverRule":
        return this.association(request);
      case "ListResolverRuleAssociations":
        return this.listAssociations(request, behind);
      default:
        return undefined;
    }
  }

  private async watchRules(request: AwsRequest, behind: Behind): Promise<AwsResponse> {
    const response = await behind.forward(request);
    const { ResolverRule: rule } = JSON.parse(response.body) as { ResolverRule?: Rule };
    if (rule) this.rules.set(rule.Arn, { ...rule, owner: await behind.accountOf(request) });
    return response;
  }

  /** The rules of other accounts that are visible to an account. */
  private visibleTo(account: string): Rule[] {
    if (this.lagging) return [];
    const shared = this.ram.sharedWith(account);
    return [...this.rules.values()].filter(({ Arn, owner }) => owner !== account && shared.has(Arn));
  }

  private async listRules(request: AwsRequest, behind: Behind): Promise<AwsResponse> {
    const response = await behind.forward(request);
    const own = JSON.parse(response.body) as { ResolverRules?: Rule[] };
    const shared = this.visibleTo(await behind.accountOf(request)).map((rule) => ({
      ...rule,
      ShareStatus: "SHARED_WITH_ME",
    }));
    return json(response.status, { ...own, ResolverRules: [...(own.ResolverRules ?? []), ...shared] });
  }

  private async associate(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const call = JSON.parse(request.body) as { ResolverRuleId: string; VPCId: string; Name: string };
    const account = await behind.accountOf(request);
    const rule = [...this.rules.values()].find(({ Id }) => Id === call.ResolverRuleId);
    if (!rule || rule.owner === account) return undefined;
    if (!this.visibleTo(account).includes(rule)) {
      const message = `[RSLVR-00703] Resolver rule with ID "${call.ResolverRuleId}" does not exist.`;
      return jsonError(400, "ResourceNotFoundException", message);
    }
    const made: Association = {
      Id: `rslvr-rrassoc-${(this.associations.size + 1).toString(16).padStart(17, "0")}`,
      Name: call.Name,
      ResolverRuleId: call.ResolverRuleId,
      VPCId: call.VPCId,
      Status: "COMPLETE",
    };
    this.associations.set(made.Id, made);
    return json(200, { ResolverRuleAssociation: made });
  }

  private association({ action, body }: AwsRequest): AwsResponse | undefined {
    const call = JSON.parse(body) as { ResolverRuleAssociationId?: string; ResolverRuleId?: string; VPCId?: string };
    const known = [...this.associations.values()].find(
      ({ Id, ResolverRuleId, VPCId }) =>
        Id === call.ResolverRuleAssociationId || (ResolverRuleId === call.ResolverRuleId && VPCId === call.VPCId),
    );
    if (!known) return undefined;
    if (action === "DisassociateResolverRule") this.associations.delete(known.Id);
    return json(200, { ResolverRuleAssociation: known });
  }

  private async listAssociations(request: AwsRequest, behind: Behind): Promise<AwsResponse> {
    const response = await behind.forward(request);
    const own = JSON.parse(response.body) as { ResolverRuleAssociations?: Association[] };
    const all = [...(own.ResolverRuleAssociations ?? []), ...this.associations.values()];
    return json(response.status, { ...own, ResolverRuleAssociations: all });
  }
}
