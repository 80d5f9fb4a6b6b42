import { type ChildProcess } from "node:child_process";
import { type ClientHttp2Session, connect } from "node:http2";
import { createConnection } from "node:net";

import { startGroup, stopGroup } from "../processes";

/** A message may be larger than what HTTP/2 transfers by default before it waits for an acknowledgment. */
export const windowSize = 16 * 2 ** 20;

/** A process of the AWS provider, started as for a debugger: it prints its address instead of ending with Terraform. */
export class ProviderProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly session: ClientHttp2Session,
  ) {}

  static async start(program: string, environment: Readonly<Record<string, string>>): Promise<ProviderProcess> {
    const env = { ...process.env, ...environment };
    const child = startGroup(program, ["-debug"], { env, stdio: ["ignore", "pipe", "ignore"] });
    const address = await printed(child, /"Network":"unix","String":"([^"]+)"/).catch((error: unknown) => {
      stopGroup(child, "SIGKILL");
      throw error;
    });
    const session = connect("http://provider", {
      createConnection: () => createConnection(address),
      settings: { initialWindowSize: windowSize },
    });
    session.on("error", () => undefined);
    session.on("connect", () => session.setLocalWindowSize(windowSize));
    return new ProviderProcess(child, session);
  }

  /** The answer to a call without arguments, as a message of gRPC. */
  async answer(path: string): Promise<Buffer> {
    const stream = this.session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.end(Buffer.alloc(5));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  stop(): void {
    this.session.destroy();
    stopGroup(this.child, "SIGKILL");
  }
}

function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = pattern.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the AWS provider exited with ${code}: ${output}`)));
  });
}
