import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

interface Settings {
  readonly ResolverEndpointType?: string;
  readonly Protocols?: readonly string[];
}

interface Answer {
  readonly ResolverEndpoint?: { readonly Id: string };
}

/** The address type and the protocols of a resolver endpoint, which are stored at creation and updates. */
export class ResolverEndpointTypes implements Gap {
  readonly lacks = "Route 53 Resolver's type and protocols of endpoints, which it drops";
  readonly seenIn = "moto 5.2.1";
  private readonly settings = new Map<string, Settings>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "route53resolver" || !/ResolverEndpoint$/.test(request.action)) return undefined;
    const response = await behind.forward(request);
    const answer = JSON.parse(response.body) as Answer;
    const endpoint = answer.ResolverEndpoint;
    if (!endpoint) return response;
    const { ResolverEndpointType, Protocols } = JSON.parse(request.body) as Settings;
    const settings = {
      ...this.settings.get(endpoint.Id),
      ...(ResolverEndpointType && { ResolverEndpointType }),
      ...(Protocols && { Protocols }),
    };
    this.settings.set(endpoint.Id, settings);
    return { ...response, body: JSON.stringify({ ...answer, ResolverEndpoint: { ...endpoint, ...settings } }) };
  }
}
