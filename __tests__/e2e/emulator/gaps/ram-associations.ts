import { type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

interface Association {
  readonly resourceShareArn: string;
  readonly associatedEntity: string;
  readonly associationType: "RESOURCE" | "PRINCIPAL";
}

/** The resources and principals of shares. */
export class RamAssociations implements Gap {
  readonly lacks = "RAM AssociateResourceShare and DisassociateResourceShare, and their associations when read";
  readonly seenIn = "moto 5.2.1";
  private associations: readonly Association[] = [];

  /** ARNs that are shared with an account, directly or through an organization. */
  sharedWith(account: string): Set<string> {
    const shares = this.associations
      .filter(({ associationType }) => associationType === "PRINCIPAL")
      .filter(({ associatedEntity }) => associatedEntity === account || associatedEntity.includes(":organization/"))
      .map(({ resourceShareArn }) => resourceShareArn);
    const resources = this.associations.filter(
      ({ associationType, resourceShareArn }) => associationType === "RESOURCE" && shares.includes(resourceShareArn),
    );
    return new Set(resources.map(({ associatedEntity }) => associatedEntity));
  }

  answer({ service, path, body }: AwsRequest): AwsResponse | undefined {
    if (service !== "ram") return undefined;
    const call = JSON.parse(body || "{}") as {
      resourceShareArn?: string;
      resourceShareArns?: string[];
      resourceArns?: string[];
      resourceArn?: string;
      principals?: string[];
      principal?: string;
      associationType?: string;
    };
    const named = associationsOf(call.resourceShareArn ?? "", call.resourceArns ?? [], call.principals ?? []);
    switch (path.split("?")[0]) {
      case "/associateresourceshare":
        this.associations = [...this.associations, ...named];
        return json(200, { resourceShareAssociations: named.map((each) => inState(each, "ASSOCIATED")) });
      case "/disassociateresourceshare":
        this.associations = this.associations.filter((each) => !named.some((gone) => same(gone, each)));
        return json(200, { resourceShareAssociations: named.map((each) => inState(each, "DISASSOCIATED")) });
      case "/getresourceshareassociations": {
        const found = this.associations.filter(
          (each) =>
            each.associationType === call.associationType &&
            (call.resourceShareArns ?? [each.resourceShareArn]).includes(each.resourceShareArn) &&
            [call.resourceArn ?? call.principal ?? each.associatedEntity].includes(each.associatedEntity),
        );
        return json(200, { resourceShareAssociations: found.map((each) => inState(each, "ASSOCIATED")) });
      }
      default:
        return undefined;
    }
  }
}

function associationsOf(share: string, resources: readonly string[], principals: readonly string[]): Association[] {
  const association = (associationType: Association["associationType"]) => (associatedEntity: string) => ({
    resourceShareArn: share,
    associatedEntity,
    associationType,
  });
  return [...resources.map(association("RESOURCE")), ...principals.map(association("PRINCIPAL"))];
}

function same(a: Association, b: Association): boolean {
  return a.resourceShareArn === b.resourceShareArn && a.associatedEntity === b.associatedEntity;
}

function inState(association: Association, status: string): Record<string, unknown> {
  return { ...association, status, external: false, creationTime: 0, lastUpdatedTime: 0 };
}
