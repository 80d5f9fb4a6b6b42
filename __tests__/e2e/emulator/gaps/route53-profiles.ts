import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json, jsonError } from "../request";
import { type RamAssociations } from "./ram-associations";

type Properties = Readonly<Record<string, unknown>>;

interface Kept extends Properties {
  readonly Id: string;
  readonly OwnerId: string;
  /** Only of profiles. */
  readonly Arn?: string;
  /** Only of associations. */
  readonly ProfileId?: string;
}

/** The kinds of objects by the first part of their paths, with the property of an answer that holds one. */
const kinds = {
  profile: { property: "Profile", prefix: "rp", given: "ResourceId" },
  profileassociation: { property: "ProfileAssociation", prefix: "rpassoc", given: "ResourceId" },
  profileresourceassociation: { property: "ProfileResourceAssociation", prefix: "rpr", given: "ResourceArn" },
} as const;

/** Route 53 Profiles; a profile is visible to the accounts that RAM shares it with. */
export class Route53Profiles implements Gap {
  readonly lacks = "Route 53 Profiles";
  readonly seenIn = "moto 5.2.1";
  private readonly kept = new Map<string, Kept & { readonly kind: keyof typeof kinds }>();
  /** By id: the ARN of an association is in no answer, so that the provider has its own form of it. */
  private readonly tags = new Map<string, Readonly<Record<string, string>>>();
  private made = 0;

  constructor(private readonly ram: RamAssociations) {}

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "route53profiles") return undefined;
    const [kind = "", ...rest] = decodeURIComponent(request.path.split("?")[0]!).slice(1).split("/");
    const account = await behind.accountOf(request);
    const body = JSON.parse(request.body || "{}") as Properties;
    if (kind === "tags") return this.answerTags(request.method, rest.join("/"), body);
    if (kind === "profiles") return json(200, { ProfileSummaries: this.visibleTo(account) });
    if (kind === "profileassociations") {
      const found = [...this.kept.values()].filter((one) => one.kind === "profileassociation");
      return json(200, { ProfileAssociations: found.filter((one) => one.OwnerId === account) });
    }
    if (!(kind in kinds)) return undefined;
    const known = kind as keyof typeof kinds;
    if (request.method === "POST") return this.create(known, account, body);
    if (rest.length > 1) return this.disassociate(known, rest[1]!, rest.slice(3).join("/"));
    const found = this.kept.get(rest[0] ?? "");
    if (!found) return jsonError(404, "ResourceNotFoundException", `${rest[0]} was not found`);
    if (request.method === "DELETE") this.kept.delete(found.Id);
    return json(200, { [kinds[known].property]: found });
  }

  private visibleTo(account: string): readonly Properties[] {
    const shared = this.ram.sharedWith(account);
    return [...this.kept.values()]
      .filter(({ kind, OwnerId, Arn = "" }) => kind === "profile" && (OwnerId === account || shared.has(Arn)))
      .map(({ Arn, Id, Name, OwnerId }) => {
        return { Arn, Id, Name, ShareStatus: OwnerId === account ? "NOT_SHARED" : "SHARED_WITH_ME" };
      });
  }

  private create(kind: keyof typeof kinds, account: string, body: Properties): AwsResponse {
    const { ProfileId } = body as { ProfileId?: string };
    if (kind === "profileassociation" && !this.visibleTo(account).some(({ Id }) => Id === ProfileId)) {
      return jsonError(404, "ResourceNotFoundException", `profile ${ProfileId} was not found`);
    }
    const { property, prefix } = kinds[kind];
    const Id = `${prefix}-${(++this.made).toString(16).padStart(17, "0")}`;
    const { Tags = [], ...settings } = body as { Tags?: readonly { Key: string; Value: string }[] };
    const Arn = `arn:aws:route53profiles:us-east-1:${account}:${kind}/${Id}`;
    this.tags.set(Id, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
    const made = {
      ...settings,
      kind,
      Id,
      OwnerId: account,
      Status: "COMPLETE",
      ...(kind === "profile" && { Arn, ShareStatus: "NOT_SHARED" }),
      ...(kind === "profileresourceassociation" && { ResourceType: typeOf(String(body["ResourceArn"])) }),
    };
    this.kept.set(Id, made);
    return json(200, { [property]: made });
  }

  private disassociate(kind: keyof typeof kinds, profile: string, given: string): AwsResponse {
    const { property, given: by } = kinds[kind];
    const found = [...this.kept.values()].find(
      (one) => one.kind === kind && one.ProfileId === profile && one[by] === given,
    );
    if (!found) return jsonError(404, "ResourceNotFoundException", `${given} was not found`);
    this.kept.delete(found.Id);
    return json(200, { [property]: { ...found, Status: "DELETED" } });
  }

  private answerTags(method: string, arn: string, body: Properties): AwsResponse {
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    const tags = this.tags.get(id) ?? {};
    if (method === "POST") this.tags.set(id, { ...tags, ...(body["Tags"] as Record<string, string>) });
    return json(200, method === "GET" ? { Tags: tags } : {});
  }
}

function typeOf(arn: string): string {
  return arn.includes(":hostedzone/") ? "PRIVATE_HOSTED_ZONE" : "RESOLVER_RULE";
}
