import * as z from "zod";

/**
 * The primitive types of the file. Each has an `expected` text that completes "should be …", so that the schema, the
 * printed message and the editor's hint share one text.
 */

/** A string with a pattern, which is also in organization.schema.json, so that editors check it. */
export function formatted(pattern: RegExp, expected: string) {
  const error = `should be ${expected}`;
  // Editors with the YAML language server show this message too.
  return z.string({ error }).regex(pattern, { error }).meta({ patternErrorMessage: error });
}

/** An integer within bounds, which `expected` states. */
export function wholeNumber(least: number, most: number, expected: string) {
  const error = `should be ${expected}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Names are used in stack names, Terraform addresses, AWS names and Kubernetes names; all of them accept this form. */
export const name = formatted(
  /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
  "a name of lower-case letters, digits and hyphens that begins with a letter, 32 characters at most",
).refine((text) => text !== "constructor", {
  error: "should be another name, since every JavaScript object has a property named constructor",
});

/** A tag's characters in every service; with what is appended, shorter than the 256 characters that a value may have. */
export const nameTag = formatted(
  /^(?![Aa][Ww][Ss]:)[A-Za-z0-9]([A-Za-z0-9 _.:/=+@-]{0,126}[A-Za-z0-9_.:/=+@-])?$/,
  "a name that consists of letters, digits, spaces and _.:/=+-@, has at most 128 characters and does not begin with aws:, such as acme-prod-euw1-apps",
);

export const accountId = formatted(/^[0-9]{12}$/, 'an AWS account id: 12 digits in quotes, such as "123456789012"');

export const region = formatted(
  /^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof|eu-isoe)-([a-z]{2}-)?(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]$/,
  "an AWS Region, such as us-east-1",
).refine((written) => !/^(us-iso|eu-iso|eusc)/.test(written), {
  error:
    "should be a Region of aws, aws-us-gov or aws-cn, since the names used in the isolated and sovereign partitions are not known here",
});

export const availabilityZone = formatted(
  /^[a-z]{2,4}(-[a-z]+)+-[0-9][a-z]$/,
  "an Availability Zone: the Region and one letter, such as us-east-1a",
);

/** Dotted quad and prefix length. The checks in config/checks verify that it is private, aligned and unused. */
export const cidr = formatted(
  /^[0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}$/,
  "an IPv4 range in CIDR form, such as 10.10.0.0/16",
);

/** A client: an IPv4 or IPv6 range, or a service or task of the same workload. The checks in config/checks verify it. */
export const client = formatted(
  /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f]{0,4}:[0-9a-f:]*\/[0-9]{1,3}|[a-z]([a-z0-9-]{0,30}[a-z0-9])?)$/,
  "a range in CIDR form, such as 10.10.0.0/16 or 2001:db8::/32, or the name of a service or task of the workload, such as nginx",
);

/** Whether a client is a range rather than a name. */
export function isRange(written: string): boolean {
  return written.includes("/");
}

/** IPv4 or IPv6; checks/resolver-targets.ts does the exact check. */
export const ipAddress = formatted(/^[0-9A-Fa-f.:]{2,45}$/, "an IPv4 or IPv6 address, such as 10.2.0.1");

/** Lower case and without a trailing dot in the loaded file, however it is written; `.` is every domain. */
export const domain = formatted(
  /^(\.|([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?)$/,
  'a domain name, such as corp.example.com, or "." for every name',
).transform(normalizeDomain);

export function normalizeDomain(written: string): string {
  return written === "." ? written : written.toLowerCase().replace(/\.$/, "");
}

const partition = "aws(-cn|-us-gov|-iso|-iso-b|-iso-e|-iso-f|-eusc)?";

export const organizationArn = formatted(
  new RegExp(`^arn:${partition}:organizations::[0-9]{12}:organization/o-[a-z0-9]{10,32}$`),
  "the ARN of an organization, such as arn:aws:organizations::111111111111:organization/o-exampleorgid",
);

export const roleArn = formatted(
  new RegExp(`^arn:${partition}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$`),
  "the ARN of an IAM role, such as arn:aws:iam::222222222222:role/terraform",
);

export const principalArn = formatted(
  new RegExp(`^arn:${partition}:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$`),
  "the ARN of an IAM role or user, such as arn:aws:iam::222222222222:role/platform-admin",
);

/** At most 512 characters (CreateRole). */
export const rolePath = formatted(
  /^(?=.{2,512}$)\/([A-Za-z0-9+=,.@_-]+\/)+$/,
  "an IAM path that begins and ends with a slash, such as /platform/",
);

export const policyArn = formatted(
  new RegExp(`^arn:${partition}:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$`),
  "the ARN of an IAM policy, such as arn:aws:iam::222222222222:policy/read-orders",
);

export const kmsKey = formatted(
  new RegExp(`^arn:${partition}:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$`),
  "the ARN of a KMS key, such as arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
);

/** A bucket name is not an IP address, has no empty part, and avoids the forms that AWS reserves. */
export function bucketName(example: string) {
  return formatted(
    /^(?!xn--|sthree-|amzn-s3-demo-)(?![0-9]+(\.[0-9]+){3}$)(?!.*\.\.)(?!.*(-s3alias|--ol-s3|--x-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    `the name of an S3 bucket, such as ${example}`,
  );
}

export const bucketArn = formatted(
  new RegExp(`^arn:${partition}:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.+)?$`),
  "the ARN of an S3 bucket, optionally with a prefix, such as arn:aws:s3:::dns-query-logs/network",
);

export const deliveryStreamArn = formatted(
  new RegExp(`^arn:${partition}:firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/[A-Za-z0-9_.-]{1,64}$`),
  "the ARN of a Firehose delivery stream, such as arn:aws:firehose:us-east-1:111111111111:deliverystream/dns",
);

export const image = formatted(
  /^([A-Za-z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  "an image, such as 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
);

/** ECS, API_CreateCluster: up to 255 letters, digits, underscores and hyphens. */
export const clusterNameOrArn = formatted(
  new RegExp(`^(arn:${partition}:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}$`),
  "the name or the ARN of an ECS cluster, such as platform or arn:aws:ecs:us-east-1:222222222222:cluster/platform",
);

/** The name of a cluster that is given by name or ARN. */
export function clusterName(written: string): string {
  return written.slice(written.indexOf("/") + 1);
}

export const certificateArn = formatted(
  new RegExp(
    `^arn:${partition}:(acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+|iam::[0-9]{12}:server-certificate/.+)$`,
  ),
  "the ARN of a certificate, such as arn:aws:acm:us-east-1:222222222222:certificate/1234abcd-12ab-34cd-56ef-1234567890ab",
);

/** A listener of an Application Load Balancer: others have no rules. */
export const listenerArn = formatted(
  new RegExp(
    `^arn:${partition}:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/app/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}/[0-9a-f]{16}$`,
  ),
  "the ARN of a listener of an Application Load Balancer, such as arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
);

export const firewallRuleGroupArn = formatted(
  new RegExp(`^arn:${partition}:route53resolver:[a-z0-9-]+:[0-9]{12}:firewall-rule-group/rslvr-frg-[0-9a-z]{8,32}$`),
  "the ARN of a DNS Firewall rule group, such as arn:aws:route53resolver:us-east-1:111111111111:firewall-rule-group/rslvr-frg-0123456789abcdef",
);

export const dnsProfileId = formatted(
  /^rp-[0-9a-z]{8,61}$/,
  "the id of a Route 53 Profile, such as rp-4987774726example",
);

export const webAclArn = formatted(
  new RegExp(`^arn:${partition}:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]{1,128}/[0-9a-f-]{36}$`),
  "the ARN of a regional web ACL, such as arn:aws:wafv2:us-east-1:222222222222:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab",
);

export const hostedZoneId = formatted(/^Z[0-9A-Z]{4,31}$/, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ");

export const topicArn = formatted(
  new RegExp(`^arn:${partition}:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?$`),
  "the ARN of an SNS topic, such as arn:aws:sns:us-east-1:222222222222:on-call",
);

/** A Secrets Manager secret (optionally with `:key:stage:version`) or an SSM parameter. */
export const secretArn = formatted(
  new RegExp(
    `^arn:${partition}:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^\\s:]+(:[^\\s:]*){0,3}|ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]+)$`,
  ),
  "the ARN of a Secrets Manager secret or an SSM parameter, such as arn:aws:ssm:us-east-1:222222222222:parameter/web/token",
);

/** The secret with the user name and password of a registry, whole. */
export const registrySecretArn = formatted(
  new RegExp(`^arn:${partition}:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^\\s:]+$`),
  "the ARN of a Secrets Manager secret, such as arn:aws:secretsmanager:us-east-1:222222222222:secret:registry-AbCdEf",
);

/** The secret of a pull-through cache, whose name ECR requires to begin with `ecr-pullthroughcache/`. */
export const cacheSecretArn = formatted(
  new RegExp(`^arn:${partition}:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:ecr-pullthroughcache/[^\\s:]+$`),
  "the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/, such as arn:aws:secretsmanager:us-east-1:222222222222:secret:ecr-pullthroughcache/hub-AbCdEf",
);

/** ECS accepts only objects whose key ends in `.env` (ECS-23). */
export const environmentFileArn = formatted(
  new RegExp(`^arn:${partition}:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\s*?]{0,500}\\.env$`),
  "the ARN of an S3 object whose key ends in .env, such as arn:aws:s3:::example-settings/web.env (ECS-23)",
);

/** Ids of existing resources: the prefix, and the digits that AWS assigns. */
export function resourceId(prefix: string, what: string) {
  return formatted(
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    `the id of ${what}, such as ${prefix}-0123456789abcdef0`,
  );
}

/** The retention periods that CloudWatch Logs supports, in days. */
export const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const port = wholeNumber(1, 65535, "a port from 1 to 65535");

export const tags = z.record(z.string().min(1).max(128), z.string().max(256));
