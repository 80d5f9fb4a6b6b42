import { type EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";

import { type FileSystemStatement } from "../config/organization";
import { partitionOf, type PolicyStatement } from "../modules/iam-policy";
import { literal } from "../modules/literal";
import { mapValues } from "../modules/map-values";

/** A statement of the file's policy in AWS's format. */
export function fileSystemStatement(
  { sid, effect, principals, actions, accessPoints, conditions }: FileSystemStatement,
  made: Readonly<Record<string, EfsAccessPoint>>,
  region: string,
): Omit<PolicyStatement, "Resource"> {
  // Policy variables such as ${aws:PrincipalTag/team} are for IAM.
  const written = mapValues(conditions, (keys) =>
    mapValues(keys, (value) => (typeof value === "string" ? literal(value) : value.map(literal))),
  );
  const through = accessPoints.flatMap((name) => made[name]?.arn ?? []);
  const condition =
    through.length === 0
      ? written
      : { ...written, StringEquals: { ...written["StringEquals"], "elasticfilesystem:AccessPointArn": through } };
  return {
    Sid: sid,
    Effect: effect === "allow" ? "Allow" : "Deny",
    Principal: { AWS: principals.includes("*") ? "*" : principals.map((principal) => principalArn(principal, region)) },
    Action: actions,
    Condition: Object.keys(condition).length > 0 ? condition : undefined,
  };
}

/** EFS returns an account as the ARN of its root user. */
function principalArn(principal: string, region: string): string {
  return /^[0-9]+$/.test(principal) ? `arn:${partitionOf(region)}:iam::${principal}:root` : principal;
}
