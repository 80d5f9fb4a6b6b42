import { type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

/** The permission of a share: AWS's default for resolver rules. */
export class RamSharePermissions implements Gap {
  readonly lacks = "RAM ListResourceSharePermissions, so aws_ram_resource_share fails when it is read back";
  readonly seenIn = "moto 5.2.1";

  answer({ service, path }: AwsRequest): AwsResponse | undefined {
    if (service !== "ram" || !path.startsWith("/listresourcesharepermissions")) return undefined;
    const name = "AWSRAMDefaultPermissionResolverRule";
    return json(200, {
      permissions: [
        {
          arn: `arn:aws:ram::aws:permission/${name}`,
          name,
          version: "1",
          defaultVersion: true,
          isResourceTypeDefault: true,
          resourceType: "route53resolver:ResolverRule",
          status: "ASSOCIATED",
        },
      ],
    });
  }
}
