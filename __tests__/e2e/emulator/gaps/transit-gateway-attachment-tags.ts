import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Tags that come with a transit gateway attachment's creation: handed in as a call of their own. */
export class TransitGatewayAttachmentTags implements Gap {
  readonly lacks = "EC2's tags given with CreateTransitGatewayVpcAttachment";
  readonly seenIn = "moto 5.2.1";

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.action !== "CreateTransitGatewayVpcAttachment") return undefined;
    const response = await behind.forward(request);
    const [, id] = /<transitGatewayAttachmentId>([^<]+)</.exec(response.body) ?? [];
    const tags = [...new URLSearchParams(request.body)]
      .map(([name, value]) => [name.replace(/^TagSpecifications?\.1\./, ""), value] as const)
      .filter(([name]) => name.startsWith("Tag."));
    if (!id || tags.length === 0) return response;
    const body = new URLSearchParams([
      ["Action", "CreateTags"],
      ["Version", "2016-11-15"],
      ["ResourceId.1", id],
    ]);
    for (const [name, value] of tags) body.append(name, value);
    const text = body.toString();
    const headers = { ...request.headers, "content-length": String(text.length) };
    await behind.forward({ ...request, action: "CreateTags", body: text, headers });
    return response;
  }
}
