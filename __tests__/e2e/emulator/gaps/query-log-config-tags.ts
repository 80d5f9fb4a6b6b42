import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags of resolver query log configurations, stored at creation. */
export class QueryLogConfigTags implements Gap {
  readonly lacks = "Route 53 Resolver's tags of query log configurations";
  readonly seenIn = "moto 5.2.1";
  private readonly tags = new Map<string, Map<string, string>>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const { service, action, body } = request;
    if (service !== "route53resolver") return undefined;
    if (action === "CreateResolverQueryLogConfig") {
      const response = await behind.forward(request);
      const { ResolverQueryLogConfig: made } = JSON.parse(response.body) as {
        ResolverQueryLogConfig?: { Arn: string };
      };
      if (made) this.tag(made.Arn, (JSON.parse(body) as { Tags?: Tag[] }).Tags);
      return response;
    }
    if (!/TagResource$|ListTagsForResource/.test(action)) return undefined;
    const call = JSON.parse(body) as { ResourceArn: string; Tags?: Tag[]; TagKeys?: string[] };
    if (!call.ResourceArn.includes("resolver-query-log-config")) return undefined;
    if (action === "TagResource") this.tag(call.ResourceArn, call.Tags);
    for (const key of call.TagKeys ?? []) this.tags.get(call.ResourceArn)?.delete(key);
    const tags = [...(this.tags.get(call.ResourceArn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
    return json(200, action === "ListTagsForResource" ? { Tags: tags } : {});
  }

  private tag(arn: string, tags: readonly Tag[] = []): void {
    const known = this.tags.get(arn) ?? new Map<string, string>();
    for (const { Key, Value } of tags) known.set(Key, Value);
    this.tags.set(arn, known);
  }
}
