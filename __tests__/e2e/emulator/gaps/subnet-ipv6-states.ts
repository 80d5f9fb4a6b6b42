import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** The state of a subnet's IPv6 range, for which the provider waits. */
export class SubnetIpv6States implements Gap {
  readonly lacks = "the state of a subnet's IPv6 range: it answers a Python dictionary";
  readonly seenIn = "moto 5.2.1";

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "ec2" || !/^(Create|Describe)Subnets?$/.test(request.action)) return undefined;
    const response = await behind.forward(request);
    const body = response.body.replaceAll(/>\{[^<]*?State[^<]*?((?:dis)?associated)[^<]*\}</g, ">$1<");
    return { ...response, body };
  }
}
