import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Deleted VPC attachments of a transit gateway: AWS still lists them as deleted for some hours. */
export class DeletedGatewayAttachments implements Gap {
  readonly lacks = "EC2's deleted transit gateway attachments, which the provider wants to see";
  readonly seenIn = "moto 5.2.1";
  /** The emulator's last answer for each, by id. */
  private readonly deleted = new Map<string, string>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const call = new URLSearchParams(request.body);
    if (request.action === "DeleteTransitGatewayVpcAttachment") {
      const response = await behind.forward(request);
      const element = /<transitGatewayVpcAttachment>([^]*)<\/transitGatewayVpcAttachment>/.exec(response.body)?.[1];
      if (element !== undefined) this.deleted.set(call.get("TransitGatewayAttachmentId") ?? "", element);
      return response;
    }
    if (request.action !== "DescribeTransitGatewayVpcAttachments") return undefined;
    const gone = this.deleted.get(call.get("TransitGatewayAttachmentIds.1") ?? "");
    if (gone === undefined) return undefined;
    const name = "DescribeTransitGatewayVpcAttachmentsResponse";
    const list = `<transitGatewayVpcAttachments><item>${gone}</item></transitGatewayVpcAttachments>`;
    const body = `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${list}</${name}>`;
    return { status: 200, headers: { "content-type": "text/xml" }, body };
  }
}
