import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { type AddressInfo } from "node:net";

import { ProviderProcess, windowSize } from "./process";
import { providerProgram, typesInUse } from "./program";
import { schemaOfTypes } from "./schema";

const provider = "/tfplugin5.Provider";

/**
 * The AWS provider for many runs of Terraform. Most of the time of a run on the emulator would otherwise go into the schemas of
 * 1,500 types, which the provider builds and Terraform decodes again for each command. So this server answers that one call
 * itself, with the provider's schemas of the types that are in use; a type without a schema is an error in Terraform.
 * Every other call reaches the real provider: a process of its own from the moment a run configures it, as Terraform
 * would have started, and until then one that all runs share, since these calls depend on nothing but their arguments.
 */
export class ProviderServer {
  private shared: Promise<ProviderProcess> | undefined;
  private schema: Promise<Buffer> | undefined;
  private readonly own = new Map<ServerHttp2Session, Promise<ProviderProcess>>();
  private readonly sessions = new Set<ServerHttp2Session>();

  private constructor(
    private readonly program: string,
    private readonly providerEnvironment: Readonly<Record<string, string>>,
    private readonly server: Http2Server,
  ) {}

  /** Undefined if the provider must first be downloaded: each run then starts it, as for a user. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ProviderServer | undefined> {
    const program = providerProgram();
    if (!program) return undefined;
    const http2 = createServer({ settings: { initialWindowSize: windowSize } });
    const server = new ProviderServer(program, environment, http2);
    http2.on("session", (session) => server.open(session));
    http2.on("stream", (stream, headers) => {
      server.handle(stream, headers).catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    });
    await new Promise<void>((resolve) => http2.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** The variable by which Terraform uses a provider that runs already. */
  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    const address = { Network: "tcp", String: `127.0.0.1:${port}` };
    const attached = { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
    return { TF_REATTACH_PROVIDERS: JSON.stringify({ "registry.terraform.io/hashicorp/aws": attached }) };
  }

  stop(): void {
    for (const session of this.sessions) session.destroy();
    this.server.close();
    void this.shared?.then((process) => process.stop());
  }

  /** A connection of a run of Terraform; a run that is killed takes its provider along. */
  private open(session: ServerHttp2Session): void {
    this.sessions.add(session);
    session.setLocalWindowSize(windowSize);
    session.on("error", () => undefined);
    session.once("close", () => {
      this.sessions.delete(session);
      void this.own.get(session)?.then((process) => process.stop());
    });
  }

  private async handle(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    stream.on("error", () => undefined);
    const path = headers[":path"]!;
    // The plugin framework's channels for further connections and for logs.
    if (path === "/plugin.GRPCBroker/StartStream") return stream.respond(grpc);
    if (path.startsWith("/plugin.")) return stream.respond({ ...grpc, "grpc-status": "12" }, { endStream: true });
    if (path === `${provider}/GetSchema`) return this.answerSchema(stream);
    pass(stream, headers, await this.process(stream.session as ServerHttp2Session, path));
  }

  private process(session: ServerHttp2Session, path: string): Promise<ProviderProcess> {
    const start = () => ProviderProcess.start(this.program, this.providerEnvironment);
    if (path === `${provider}/Configure`) this.own.set(session, this.own.get(session) ?? start());
    return this.own.get(session) ?? (this.shared ??= start());
  }

  private async answerSchema(stream: ServerHttp2Stream): Promise<void> {
    const path = `${provider}/GetSchema`;
    this.schema ??= this.process(stream.session as ServerHttp2Session, path)
      .then((process) => process.answer(path))
      .then((message) => schemaOfTypes(message, typesInUse()));
    const answer = await this.schema;
    respond(stream, grpc, () => ({ "grpc-status": "0" }));
    stream.end(answer);
  }
}

const grpc = { ":status": 200, "content-type": "application/grpc" };

function respond(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders, trailers: () => OutgoingHttpHeaders): void {
  stream.on("wantTrailers", () => stream.sendTrailers(trailers()));
  stream.respond(headers, { waitForTrailers: true });
}

/** Passes a call on to the provider, and its answer back. */
function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, { session }: ProviderProcess): void {
  const call = session.request(headers);
  let trailers: IncomingHttpHeaders = {};
  call.on("error", () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  call.on("trailers", (received) => (trailers = received));
  call.on("response", (answer, flags) => {
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) return stream.respond(answer, { endStream: true });
    respond(stream, answer, () => trailers);
    call.pipe(stream);
  });
  stream.on("aborted", () => call.close(constants.NGHTTP2_CANCEL));
  stream.pipe(call);
}
