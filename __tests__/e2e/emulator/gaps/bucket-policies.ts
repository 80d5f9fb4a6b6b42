import { type Behind, type Caller, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Bucket policies evaluated as in AWS: a denied call is refused, and a caller from another account needs a statement
 * that allows the call. Every call counts as made over TLS.
 */
export class BucketPolicies implements Gap {
  readonly lacks = "S3's bucket policies: a Deny under a condition or for one principal is applied to everybody";
  readonly seenIn = "moto 5.2.1";
  /** By bucket, with the account that set them. */
  private readonly policies = new Map<string, { text: string; owner: string }>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "s3") return undefined;
    const { pathname, searchParams } = new URL(request.path, "http://127.0.0.1");
    const [, bucket = "", key] = /^\/([^/]+)\/?(.+)?$/.exec(decodeURIComponent(pathname)) ?? [];
    if (searchParams.has("policy")) return this.policy(request, bucket, (await behind.callerOf(request)).account);
    const known = this.policies.get(bucket);
    const action = key === undefined ? bucketAction(request, searchParams) : objectActions[request.method];
    if (!known || !action) return undefined;
    const arn = `arn:aws:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;
    const { Statement: statements } = JSON.parse(known.text) as { Statement: Statement[] };
    return allows(statements, action, arn, await behind.callerOf(request), known.owner) ? undefined : accessDenied();
  }

  private policy({ method, body }: AwsRequest, bucket: string, account: string): AwsResponse {
    if (method === "PUT") this.policies.set(bucket, { text: body, owner: account });
    if (method === "DELETE") this.policies.delete(bucket);
    if (method !== "GET") return { status: 204, headers: {}, body: "" };
    const known = this.policies.get(bucket);
    if (!known) return s3Error(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
    return { status: 200, headers: { "content-type": "application/json" }, body: known.text };
  }
}

const objectActions: Readonly<Record<string, string>> = {
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  PUT: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

function bucketAction({ method }: AwsRequest, parameters: URLSearchParams): string | undefined {
  return method === "GET" && parameters.has("list-type") ? "s3:ListBucket" : undefined;
}

function allows(statements: readonly Statement[], action: string, arn: string, caller: Caller, owner: string): boolean {
  const about = statements.filter(
    ({ Principal, Action, Resource, NotResource, Condition }) =>
      list(Principal.AWS).some((principal) => principal === "*" || principal === roleOf(caller.arn)) &&
      list(Action).some((pattern) => matches(pattern, action)) &&
      (Resource === undefined || list(Resource).some((pattern) => matches(pattern, arn))) &&
      (NotResource === undefined || !list(NotResource).some((pattern) => matches(pattern, arn))) &&
      Condition?.["Bool"]?.["aws:SecureTransport"] !== "false",
  );
  if (about.some(({ Effect }) => Effect === "Deny")) return false;
  return caller.account === owner || about.some(({ Effect }) => Effect === "Allow");
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`).test(text);
}

/** The role of a role session. */
function roleOf(arn: string): string {
  return arn.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:aws:iam::$1:role/$2");
}

function accessDenied(): AwsResponse {
  return s3Error(403, "AccessDenied", "Access Denied");
}

function s3Error(status: number, code: string, message: string): AwsResponse {
  const body = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}
