import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { Construct } from "constructs";

import { shortened } from "./names";

export interface PublishedParametersProps {
  /** The prefix of the parameters' names, such as `/network/vpc-apps`. */
  readonly path: string;
  /** By the last part of the parameter's name. */
  readonly values: Readonly<Record<string, PublishedValue>>;
  /** 12-digit ids of the accounts that may read them. @default only this account */
  readonly shareWith: readonly string[];
  /** The name of the share. */
  readonly name: string;
}

export interface PublishedValue {
  readonly value: unknown;
  readonly description: string;
  /** Whether the value is a list or a map, which is written as JSON. */
  readonly json: boolean;
}

/**
 * Publishes values as SSM parameters, for readers without access to the state (TF-06). Sharing requires advanced
 * parameters, which AWS charges monthly.
 */
export class PublishedParameters extends Construct {
  constructor(scope: Construct, id: string, { path, values, shareWith, name }: PublishedParametersProps) {
    super(scope, id);
    // A missing value has no parameter: SSM refuses empty values.
    const present = Object.entries(values).filter(([, { value }]) => value !== "");
    const parameters = present.map(([key, { value, description, json }]): [string, SsmParameter] => [
      key,
      new SsmParameter(this, key, {
        name: `${path}/${key}`,
        description,
        type: "String",
        // Above 4096 characters a parameter must be an advanced one.
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
