import { names, policy, type Statement, statementsOf } from "../policy";
import { type AwsRule, stackJson, type Violation, violation } from "../rule";
import { blocks, literalText, type Resource, type StackJson, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "the policy of the state bucket limits a role only if the S3 backends assume that role",
  source: "https://developer.hashicorp.com/terraform/language/backend/s3",
  check: (stacks) =>
    stacks.of("aws_s3_bucket_policy").flatMap((bucketPolicy): Violation[] => {
      const bucket = bucketOf(bucketPolicy, stacks);
      const limits = statementsOf(bucketPolicy.args["policy"]).filter(({ notResources }) => notResources);
      const bound = new Set(limits.flatMap(({ principals }) => principals));
      const backends = backendsOf(stacks, bucket);
      const assumed = new Set(backends.flatMap(({ role }) => role ?? []));
      const unused = [...bound].filter((role) => !assumed.has(role));
      return [
        ...unused.map((role) => violation(bucketPolicy, `binds ${role}, which no backend assumes`)),
        ...backends.flatMap((backend) => reasonsOf(backend, bound, limits).map((one) => violation(bucketPolicy, one))),
      ];
    }),
  fails: {
    "s/aws_s3_bucket_policy.states: does not bind arn:aws:iam::111111111111:role/apps, which the backend of apps assumes":
      states(undefined, "apps.tfstate"),
    "s/aws_s3_bucket_policy.states: binds arn:aws:iam::111111111111:role/old, which no backend assumes": states(
      "role/apps",
      "apps.tfstate",
      "role/old",
    ),
    "s/aws_s3_bucket_policy.states: refuses apps its own state, apps.tfstate": states("role/apps", "other.tfstate"),
  },
  passes: [states("role/apps", "apps.tfstate")],
};

interface Backend {
  readonly stack: string;
  readonly key: string;
  readonly role?: string;
}

function bucketOf(bucketPolicy: Resource, stacks: Stacks): string | undefined {
  const [bucket] = stacks.referred(bucketPolicy, bucketPolicy.args["bucket"], "aws_s3_bucket");
  return literalText(bucket?.args["bucket"] ?? bucketPolicy.args["bucket"]);
}

function backendsOf(stacks: Stacks, bucket: string | undefined): Backend[] {
  return Object.entries(stacks.jsons).flatMap(([stack, { terraform }]) => {
    const { backend } = (terraform ?? {}) as { backend?: { s3?: Readonly<Record<string, unknown>> } };
    const s3 = backend?.s3;
    if (s3 === undefined || s3["bucket"] !== bucket) return [];
    const [assumed] = blocks(s3["assume_role"]);
    return [{ stack, key: String(s3["key"]), role: literalText(assumed?.["role_arn"]) }];
  });
}

/** Without a role, any credentials may be used, so there is no limit. */
function reasonsOf({ stack, key, role }: Backend, bound: ReadonlySet<string>, limits: readonly Statement[]): string[] {
  if (role === undefined) return [];
  if (!bound.has(role)) return [`does not bind ${role}, which the backend of ${stack} assumes`];
  const refused = limits.some(
    ({ principals, notResources = [] }) => principals.includes(role) && !notResources.some((one) => covers(one, key)),
  );
  return refused ? [`refuses ${stack} its own state, ${key}`] : [];
}

function covers(resource: string, key: string): boolean {
  return names([resource.replace(/^arn:[\w-]+:s3:::[^/]+\//, "")], key);
}

function states(bound: string | undefined, key: string, ...others: readonly string[]) {
  const arn = (role: string) => `arn:aws:iam::111111111111:${role}`;
  const roles = [...(bound === undefined ? [] : [bound]), ...others];
  const apps: StackJson = {
    terraform: {
      backend: { s3: { bucket: "states", key: "apps.tfstate", assume_role: { role_arn: arn("role/apps") } } },
    },
  };
  const s = stackJson({
    "aws_s3_bucket.states": { bucket: "states" },
    "aws_s3_bucket_policy.states": {
      bucket: "${aws_s3_bucket.states.id}",
      policy: policy(
        ...roles.map((role) => ({
          Effect: "Deny",
          Principal: { AWS: arn(role) },
          Action: ["s3:PutObject"],
          NotResource: [`arn:aws:s3:::states/${key}*`],
        })),
      ),
    },
  });
  return { s, apps };
}
