import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/**
 * A gateway endpoint that gets a route table later: the emulator creates no route there, but fails to delete it. The
 * table in the error is removed from the endpoint, and the deletion is retried.
 */
export class GatewayEndpointRoutes implements Gap {
  readonly lacks = "EC2 DeleteVpcEndpoints of a gateway endpoint whose route tables were changed";
  readonly seenIn = "moto 5.2.1";

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.action !== "DeleteVpcEndpoints") return undefined;
    const endpoint = new URLSearchParams(request.body).get("VpcEndpointId.1") ?? "";
    for (;;) {
      const response = await behind.forward(request);
      const table = /InvalidRoute\.NotFound.* in route table (rtb-\w+)/s.exec(response.body)?.[1];
      if (table === undefined) return response;
      const body = new URLSearchParams({
        Action: "ModifyVpcEndpoint",
        Version: "2016-11-15",
        VpcEndpointId: endpoint,
        "RemoveRouteTableId.1": table,
      }).toString();
      const headers = { ...request.headers, "content-length": String(body.length) };
      await behind.forward({ ...request, headers, body });
    }
  }
}
