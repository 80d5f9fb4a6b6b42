import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

interface Tag {
  readonly key: string;
  readonly value: string;
}

interface Share {
  readonly resourceShareArn: string;
}

/** Reads resource shares: the requested ones, with their tags. */
export class RamShares implements Gap {
  readonly lacks = "RAM GetResourceShares' resourceShareArns, which it ignores, and the shares' tags";
  readonly seenIn = "moto 5.2.1";
  private readonly tags = new Map<string, readonly Tag[]>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const { service, path, body } = request;
    if (service !== "ram") return undefined;
    if (path.startsWith("/createresourceshare")) {
      const response = await behind.forward(request);
      const { resourceShare: made } = JSON.parse(response.body) as { resourceShare?: Share };
      if (made) this.tags.set(made.resourceShareArn, (JSON.parse(body) as { tags?: Tag[] }).tags ?? []);
      return response;
    }
    if (!path.startsWith("/getresourceshares")) return undefined;
    const response = await behind.forward(request);
    const { resourceShares = [], ...rest } = JSON.parse(response.body) as { resourceShares?: Share[] };
    const { resourceShareArns: asked } = JSON.parse(body) as { resourceShareArns?: string[] };
    const tagged = resourceShares
      .filter(({ resourceShareArn }) => asked?.includes(resourceShareArn) ?? true)
      .map((share) => ({ ...share, tags: this.tags.get(share.resourceShareArn) ?? [] }));
    return json(response.status, { ...rest, resourceShares: tagged });
  }
}
