import { createServer, request as httpRequest, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

import { type Behind, type Caller, type Gap } from "./gap";
import { type AwsRequest, type AwsResponse, readRequest } from "./request";

/** Answers instead of the emulator, immediately or later, or passes the call on. */
export type Fault = (request: AwsRequest) => AwsResponse | undefined | Promise<AwsResponse | undefined>;

/**
 * A proxy in front of an AWS emulator: answers calls that it doesn't implement, counts calls, and injects faults for
 * tests.
 */
export class Proxy implements Behind {
  /** Every call since the start, by action. */
  readonly calls: AwsRequest[] = [];
  /** Tried in turn before anything else. */
  readonly faults = new Set<Fault>();
  private readonly callers = new Map<string, Promise<Caller>>();

  private constructor(
    private readonly server: Server,
    private readonly emulator: URL,
    private readonly gaps: readonly Gap[],
  ) {}

  static async start(emulator: string, gaps: readonly Gap[]): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, new URL(emulator), gaps);
    server.on("request", (message, response) => {
      readRequest(message)
        .then((request) => proxy.answer(request))
        .then((answer) => send(response, answer))
        .catch((error: unknown) => send(response, { status: 502, headers: {}, body: String(error) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  forward(request: AwsRequest): Promise<AwsResponse> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.emulator;
      const outgoing = httpRequest(
        { hostname, port, method: request.method, path: request.path, headers: request.headers },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("end", () => {
            const headers: Record<string, string> = {};
            for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
            resolve({ status: incoming.statusCode ?? 500, headers, body: Buffer.concat(chunks).toString("latin1") });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(Buffer.from(request.body, "latin1"));
    });
  }

  async accountOf(request: AwsRequest): Promise<string> {
    return (await this.callerOf(request)).account;
  }

  callerOf(request: AwsRequest): Promise<Caller> {
    const key = /Credential=([^/]+)/.exec(request.headers["authorization"] ?? "")?.[1] ?? "";
    const known = this.callers.get(key);
    if (known) return known;
    const caller = this.askCaller(request);
    this.callers.set(key, caller);
    return caller;
  }

  private async askCaller({ headers }: AwsRequest): Promise<Caller> {
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const { body: answer } = await this.forward({
      method: "POST",
      path: "/",
      headers: {
        host: headers["host"] ?? "",
        authorization: (headers["authorization"] ?? "").replace(/(Credential=[^/]+\/\d+\/[^/]+\/)[^/]+/, "$1sts"),
        ...(headers["x-amz-security-token"] && { "x-amz-security-token": headers["x-amz-security-token"] }),
        "content-type": "application/x-www-form-urlencoded",
        "content-length": String(body.length),
      },
      body,
      service: "sts",
      action: "GetCallerIdentity",
    });
    return {
      account: /<Account>(\d+)<\/Account>/.exec(answer)?.[1] ?? "",
      arn: /<Arn>([^<]+)<\/Arn>/.exec(answer)?.[1] ?? "",
    };
  }

  private async answer(request: AwsRequest): Promise<AwsResponse> {
    this.calls.push(request);
    for (const fault of this.faults) {
      const broken = await fault(request);
      if (broken) return broken;
    }
    for (const gap of this.gaps) {
      const answer = await gap.answer(request, this);
      if (answer) return answer;
    }
    return this.forward(request);
  }
}

function send(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  // The length may have changed.
  const kept = Object.entries(headers).filter(([name]) => !perHop.has(name));
  response.writeHead(status, Object.fromEntries(kept));
  response.end(Buffer.from(body, "latin1"));
}

const perHop = new Set(["content-length", "transfer-encoding", "connection"]);
