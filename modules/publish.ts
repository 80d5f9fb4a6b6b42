import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { Construct } from "constructs";

import { shortened } from "./names";

export interface PublishedParametersProps {
  /** What the parameters' names begin with, such as `/network/vpc-apps`. */
  readonly path: string;
  /** By the last part of the parameter's name. */
  readonly values: Readonly<Record<string, PublishedValue>>;
  /** 12-digit ids of the accounts that may read them. @default this account alone */
  readonly shareWith: readonly string[];
  /** Of the share. */
  readonly name: string;
}

export interface PublishedValue {
  readonly value: unknown;
  readonly description: string;
  /** Whether the value is a list or a map, which is written as JSON. */
  readonly json: boolean;
}

/**
 * Values as SSM parameters, for readers who must not see a whole state (TF-06). Sharing takes advanced parameters, which
 * AWS bills by the month.
 */
export class PublishedParameters extends Construct {
  constructor(scope: Construct, id: string, { path, values, shareWith, name }: PublishedParametersProps) {
    super(scope, id);
    // What there is none of is no parameter: SSM takes no empty value.
    const present = Object.entries(values).filter(([, { value }]) => value !== "");
    const parameters = present.map(([key, { value, description, json }]): [string, SsmParameter] => [
      key,
      new SsmParameter(this, key, {
        name: `${path}/${key}`,
        description,
        type: "String",
        // Beyond 4096 characters a parameter is an advanced one in any case.
        tier: shareWith.length > 0 ? "Advanced" : "Intelligent-Tiering",
        value: json ? Fn.jsonencode(value) : String(value),
      }),
    ]);
    if (shareWith.length === 0) return;
    const shared = new Construct(this, "Shared");
    const share = new RamResourceShare(shared, "published", {
      name: shortened(name, 255),
      allowExternalPrincipals: false,
    });
    for (const [key, { arn }] of parameters) {
      new RamResourceAssociation(shared, key, { resourceShareArn: share.arn, resourceArn: arn });
    }
    for (const principal of shareWith) {
      new RamPrincipalAssociation(shared, `with-${principal}`, { resourceShareArn: share.arn, principal });
    }
  }
}
