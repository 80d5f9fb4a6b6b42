import { type ChildProcess } from "node:child_process";
import { createServer } from "node:net";

import { startGroup, stopGroup } from "../processes";
import { ProviderServer } from "../provider/server";
import { emulatorGaps } from "./gaps";
import { type SharedResolverRules } from "./gaps/shared-resolver-rules";
import { Proxy } from "./proxy";

interface Aws {
  readonly proxy: Proxy;
  readonly shared: SharedResolverRules;
  readonly moto: ChildProcess | undefined;
}

/**
 * An AWS emulator on this machine: moto, or the one at AWS_ENDPOINT_URL (such as LocalStack), behind a proxy that fills
 * its gaps.
 */
export class Emulator {
  private constructor(
    readonly proxy: Proxy,
    readonly shared: SharedResolverRules,
    private readonly moto: ChildProcess | undefined,
    private readonly provider: ProviderServer | undefined,
  ) {}

  /** @param installedProvider whether Terraform itself installs and starts the provider, which takes longer */
  static async start({ installedProvider = false } = {}): Promise<Emulator> {
    const { proxy, shared, moto } = await Emulator.startAws();
    const provider = installedProvider ? undefined : await ProviderServer.start(environmentOf(proxy));
    return new Emulator(proxy, shared, moto, provider);
  }

  private static async startAws(): Promise<Aws> {
    const given = process.env["AWS_ENDPOINT_URL"];
    const { gaps, shared } = emulatorGaps();
    if (given) {
      await empty(given);
      return { proxy: await Proxy.start(given, gaps), shared, moto: undefined };
    }
    const port = await freePort();
    const moto = startGroup("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
      stdio: "ignore",
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    });
    const url = `http://127.0.0.1:${port}`;
    await answers(`${url}/moto-api/`).catch((error: unknown) => {
      stopGroup(moto, "SIGKILL");
      throw error;
    });
    return { proxy: await Proxy.start(url, gaps), shared, moto };
  }

  stop(): void {
    this.provider?.stop();
    this.proxy.stop();
    if (this.moto) stopGroup(this.moto, "SIGKILL");
  }

  /** The environment with which Terraform, the CLI and the SDK use it, with dummy credentials. */
  get environment(): Record<string, string> {
    return { ...environmentOf(this.proxy), ...this.provider?.environment };
  }
}

function environmentOf(proxy: Proxy): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    CI: "true",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
  };
}

/** Every suite starts with an empty AWS, if the emulator can be reset. */
async function empty(url: string): Promise<void> {
  const answered = await Promise.all(
    ["/moto-api/reset", "/_localstack/state/reset"].map(async (path) => {
      const { ok } = await fetch(new URL(path, url), { method: "POST" });
      return ok;
    }),
  );
  if (answered.includes(true)) return;
  process.stderr.write(`the emulator at ${url} can't be emptied: give each suite a new one\n`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`the emulator does not answer at ${url}`);
}
