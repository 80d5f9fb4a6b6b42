import { type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** The behavior of an instance when it shuts itself down, which is set at launch. */
export class InstanceShutdown implements Gap {
  readonly lacks = "EC2's InstanceInitiatedShutdownBehavior: changing it takes an instance out of its security groups";
  readonly seenIn = "moto 5.2.1";

  answer({ action, body }: AwsRequest): AwsResponse | undefined {
    if (action !== "ModifyInstanceAttribute" || !body.includes("InstanceInitiatedShutdownBehavior")) return undefined;
    const name = "ModifyInstanceAttributeResponse";
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><return>true</return></${name}>`,
    };
  }
}
