/** The clients of the AWS SDK, which are loaded only for `--live` and need not be installed for anything else. */
import { serviceDomainOf } from "../../config/aws";
import { AdoptError } from "../note";
import { type Credentials, signed } from "./sign";

const packages = ["@aws-sdk/client-ec2", "@aws-sdk/client-efs"];

/** @throws AdoptError that says how to install them */
export async function loadSdk() {
  // The SDK warns on standard error of Node versions that its later releases leave behind; this one works.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    return { ec2: await import("@aws-sdk/client-ec2"), efs: await import("@aws-sdk/client-efs") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new AdoptError([
      `--live needs ${packages.join(" and ")}, which are not installed: npm install --save-dev ${packages.join(" ")}`,
    ]);
  }
}

export type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/** AWS's reason, without the SDK's stack. */
export function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return `${name}: ${message.split("\n")[0]}`;
}

/** Credentials, Region and endpoint of an API call without an SDK client. */
export interface Caller {
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly environment: NodeJS.ProcessEnv;
}

/** Calls an API and returns its JSON. @throws Error if AWS answers with an error */
export async function callJson(
  { region, credentials, environment }: Caller,
  service: string,
  request: {
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  },
): Promise<unknown> {
  const own = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment["AWS_ENDPOINT_URL"];
  const url = new URL(request.path, own ?? `https://${service}.${region}.${serviceDomainOf(region)}`);
  const { method, headers = {}, body = "" } = request;
  const answer = await fetch(url, {
    method,
    headers: signed({ method, url, headers, body }, service, region, await credentials(), new Date()),
    ...(method === "POST" ? { body } : {}),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} answers ${answer.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as unknown;
}
