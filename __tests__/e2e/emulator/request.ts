import { type IncomingMessage } from "node:http";

/** A call to AWS in the form for gaps and faults. */
export interface AwsRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The service name in the signature: `ec2`, `route53resolver`, `ram`, `elasticfilesystem`. */
  readonly service: string;
  /** The action, such as `AssociateResolverRule`; for REST calls the method and path. */
  readonly action: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("latin1");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = String(value);
  const { pathname } = new URL(message.url ?? "/", "http://127.0.0.1");
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "")?.[1] ?? "";
  const target = headers["x-amz-target"]?.split(".").pop();
  const query = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  const method = message.method ?? "GET";
  return {
    method,
    path: message.url ?? "/",
    headers,
    body,
    service,
    action: target ?? query ?? `${method} ${pathname}`,
  };
}

/** A JSON answer, as most newer AWS services return. */
export function json(status: number, value: unknown): AwsResponse {
  return { status, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(value) };
}

/** An error of a JSON service. */
export function jsonError(status: number, code: string, message: string): AwsResponse {
  const response = json(status, { __type: code, Code: code, message, Message: message });
  return { ...response, headers: { ...response.headers, "x-amzn-errortype": code } };
}
