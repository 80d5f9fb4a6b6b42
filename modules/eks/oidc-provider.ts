import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface OidcProviderProps {
  /** URL of the cluster's issuer. */
  readonly issuer: string;
}

/**
 * Makes IAM trust the cluster's service account tokens (IRSA). This is the only way for pods on Fargate to get AWS
 * credentials: EKS Pod Identity needs an agent on the node (EKS-09).
 */
export class OidcProvider extends Construct {
  readonly providerArn: string;
  /** Host and path, the form used in conditions of trust policies. */
  readonly issuerHost: string;

  constructor(scope: Construct, id: string, { issuer }: OidcProviderProps) {
    super(scope, id);
    // Without a thumbprint: IAM verifies Amazon's issuers with its library of certificate authorities.
    const provider = new IamOpenidConnectProvider(this, "Resource", {
      url: issuer,
      clientIdList: ["sts.amazonaws.com"],
    });
    this.providerArn = provider.arn;
    this.issuerHost = Fn.replace(issuer, "https://", "");
  }
}

export interface ServiceAccountRoleProps {
  readonly name: string;
  readonly provider: OidcProvider;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** ARNs of IAM policies. */
  readonly policyArns: readonly string[];
}

/** The role of exactly one service account: the AWS permissions of its pods' own code. */
export class ServiceAccountRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const { provider, namespace, serviceAccount } = props;
    const role = new IamRole(this, "Resource", {
      name: props.name,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: provider.providerArn },
            Condition: {
              StringEquals: {
                [`${provider.issuerHost}:aud`]: "sts.amazonaws.com",
                [`${provider.issuerHost}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
              },
            },
          },
        ],
      }),
    });
    for (const policyArn of props.policyArns) {
      new IamRolePolicyAttachment(this, policyId(policyArn), { role: role.name, policyArn });
    }
    this.roleArn = role.arn;
  }
}

/** `policy_read-orders`; an AWS managed policy may have the same name as a policy of the account. */
function policyId(arn: string): string {
  const [, , , , account, ...path] = arn.split(":");
  const name = path.join(":").replace("policy/", "").replace(/\//g, "_");
  return account === "aws" ? `policy_aws_${name}` : `policy_${name}`;
}
