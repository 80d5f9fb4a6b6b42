import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Descriptions of rules that refer to another security group, stored at creation. */
export class SecurityGroupRuleDescriptions implements Gap {
  readonly lacks = "EC2's descriptions of security group rules whose source is a group";
  readonly seenIn = "moto 5.2.1";
  private readonly descriptions = new Map<string, string>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (/^AuthorizeSecurityGroup(In|E)gress$/.test(request.action)) {
      const response = await behind.forward(request);
      const description = new URLSearchParams(request.body).get("IpPermissions.1.Groups.1.Description");
      const [, rule] = /<securityGroupRuleId>([^<]+)</.exec(response.body) ?? [];
      if (description && rule) this.descriptions.set(rule, description);
      return response;
    }
    if (request.action !== "DescribeSecurityGroupRules") return undefined;
    const response = await behind.forward(request);
    let { body } = response;
    for (const [rule, description] of this.descriptions) {
      const id = `<securityGroupRuleId>${rule}</securityGroupRuleId>`;
      body = body.replace(id, `${id}<description>${description}</description>`);
    }
    return { ...response, body };
  }
}
