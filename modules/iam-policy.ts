/** One statement of an IAM or resource policy, in AWS's format. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: readonly string[] | string;
  readonly NotResource?: readonly string[] | string;
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policy document of some statements; Terraform expressions in them are kept. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The trust policy that allows a service to assume a role. */
export function trustPolicy(service: string, condition?: PolicyStatement["Condition"]): string {
  const statement = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
    Condition: condition,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/**
 * The condition that a service acts only for this account and its own resources in it: otherwise, another account could
 * make the service use the role (IAM user guide, confused-deputy).
 *
 * @param resource the part of the ARN after the account, such as `*` or `rule/example`
 */
export function ownSource(
  service: string,
  region: string,
  accountId: string,
  resource: string,
): PolicyStatement["Condition"] {
  return {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}` },
  };
}

/** The partition of a Region's ARNs. */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * Written out rather than taken from the log group: a policy with an ARN that is known only after apply is hidden
 * completely in a plan, and reviewers can't see what it allows.
 */
export function logGroupArn(region: string, accountId: string, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
}
