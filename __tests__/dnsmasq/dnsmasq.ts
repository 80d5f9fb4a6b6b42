import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Client, freePort, identityServer, type Server } from "./wire";

/** Where to send queries: a domain, or `.` for everything else, and the port of the server on 127.0.0.1. */
export interface ServerLine {
  domain: string;
  port: number;
}

const readyAddress = "203.0.113.1";

/** A running dnsmasq whose `server=/domain/address` lines can be replaced; nothing else decides its answers. */
export class Dnsmasq {
  private generation = 0;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly client: Client,
    private readonly ready: Server,
  ) {}

  static async start(): Promise<Dnsmasq> {
    const folder = mkdtempSync(join(tmpdir(), "mountpath-dnsmasq-"));
    const port = await freePort();
    const servers = join(folder, "servers");
    writeFileSync(servers, "");
    const child = spawn(
      "dnsmasq",
      [
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        `--port=${port}`,
        "--listen-address=127.0.0.1",
        "--bind-interfaces",
        "--no-resolv",
        "--no-hosts",
        "--cache-size=0",
        "--dns-forward-max=1000",
        `--servers-file=${servers}`,
        `--pid-file=${join(folder, "pid")}`,
        "--user=",
        "--log-facility=-",
      ],
      // The locale's character set is used to convert internationalized domains.
      { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, LC_ALL: "C.UTF-8" } },
    );
    child.stderr?.resume();
    const started = new Dnsmasq(port, folder, child, new Client(port), await identityServer(readyAddress));
    // A signal reloads it only after it answers queries; before that, a signal would end it.
    await started.until(async () => (await started.client.address("up.invalid", 100)) !== "");
    return started;
  }

  /** Replaces all lines; after this resolves, every answer uses the new ones. */
  async serve(lines: readonly ServerLine[]): Promise<void> {
    const marker = `generation-${++this.generation}.ready.invalid`;
    const text = [...lines, { domain: marker, port: this.ready.port }].map(({ domain, port }) =>
      domain === "." ? `server=127.0.0.1#${port}` : `server=/${domain}/127.0.0.1#${port}`,
    );
    const servers = join(this.folder, "servers");
    writeFileSync(`${servers}.new`, `${text.join("\n")}\n`);
    renameSync(`${servers}.new`, servers);
    await this.until(async () => {
      this.child.kill("SIGHUP");
      return (await this.client.address(marker, 100)) === readyAddress;
    });
  }

  private async until(holds: () => Promise<boolean>): Promise<void> {
    const { child } = this;
    for (let tries = 500; tries > 0; tries--) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`dnsmasq ended with ${child.signalCode ?? `code ${child.exitCode}`}`);
      }
      if (await holds().catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error("dnsmasq does not answer as it was told to");
  }

  /** @returns the address in the answer, which identifies the server */
  address(name: string): Promise<string> {
    return this.client.address(name);
  }

  stop(): void {
    this.child.kill("SIGTERM");
    this.client.close();
    this.ready.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
