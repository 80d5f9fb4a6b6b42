/** One statement of an IAM or resource policy, as AWS writes it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: readonly string[] | string;
  readonly NotResource?: readonly string[] | string;
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policy document of some statements; Terraform's expressions in them stay. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The document that lets a service assume a role. */
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
 * The condition that a service acts for this account alone, and for its own resources in it: without it, a service that
 * is tricked by another account could use the role (IAM user guide, confused-deputy).
 *
 * @param resource what follows the account in the ARN, such as `*` or `rule/example`
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

/** The partition that a Region's ARNs begin with. */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * Said outright rather than taken from the log group: a policy with an ARN in it that is known only after apply is
 * wholly hidden in a plan, and nobody who reviews it sees what it allows.
 */
export function logGroupArn(region: string, accountId: string, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
}
