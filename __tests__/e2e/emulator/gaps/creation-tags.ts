import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Calls whose tags the emulator drops, and the path of the new resource's id in the answer. */
const idElements: Readonly<Record<string, string>> = {
  CreateDhcpOptions: "dhcpOptionsId",
  CreateTransitGatewayVpcAttachment: "transitGatewayAttachmentId",
};

/** Tags in a resource's creation call, passed on as a separate call. */
export class CreationTags implements Gap {
  readonly lacks = `EC2's tags given with ${Object.keys(idElements).join(" and ")}`;
  readonly seenIn = "moto 5.2.1";

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const element = idElements[request.action];
    if (!element) return undefined;
    const response = await behind.forward(request);
    const [, id] = new RegExp(`<${element}>([^<]+)<`).exec(response.body) ?? [];
    const tags = [...new URLSearchParams(request.body)]
      .map(([name, value]) => [name.replace(/^TagSpecifications?\.1\./, ""), value] as const)
      .filter(([name]) => name.startsWith("Tag."));
    if (!id || tags.length === 0) return response;
    const call = new URLSearchParams({ Action: "CreateTags", Version: "2016-11-15", "ResourceId.1": id });
    for (const [name, value] of tags) call.append(name, value);
    const body = call.toString();
    const headers = { ...request.headers, "content-length": String(body.length) };
    await behind.forward({ ...request, action: "CreateTags", body, headers });
    return response;
  }
}
