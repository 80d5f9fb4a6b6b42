import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Shell commands between two sets of mounts: they copy this machine's /etc to a writable folder. */
export class Etc {
  readonly path = mkdtempSync(join(tmpdir(), "mountpath-etc-"));

  constructor() {
    // Names come from /etc/hosts and DNS only, as on real hosts.
    for (const file of ["passwd", "group", "services", "protocols", "hosts", "ld.so.cache"]) this.copy(file);
    this.write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.path, file), text);
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private copy(file: string): void {
    try {
      cpSync(join("/etc", file), join(this.path, file));
    } catch {
      // A machine may lack some of them.
    }
  }
}

/** A network namespace, which has only loopback until it is connected to another. */
export class Namespace {
  private readonly children: ChildProcess[] = [];

  constructor(readonly name: string) {
    ip("netns", "add", name);
    this.ip("link", "set", "lo", "up");
  }

  ip(...args: string[]): void {
    ip("-netns", this.name, ...args);
  }

  /** Connects two namespaces with a virtual cable, with one address each. */
  static join(a: Namespace, addressOfA: string, b: Namespace, addressOfB: string): void {
    ip("link", "add", "eth0", "netns", a.name, "type", "veth", "peer", "name", "eth0", "netns", b.name);
    for (const [namespace, address] of [
      [a, addressOfA],
      [b, addressOfB],
    ] as const) {
      namespace.ip("address", "add", address, "dev", "eth0");
      namespace.ip("link", "set", "eth0", "up");
    }
  }

  /** Runs a command in this network with its own /etc; a task shares its host's. */
  run(etc: Etc, command: readonly string[], environment: Readonly<Record<string, string>> = {}): Outcome {
    const started = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync("ip", this.entering(etc, command), {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    return { status, stdout, stderr, milliseconds: Number(process.hrtime.bigint() - started) / 1e6 };
  }

  /** Starts a command that runs until the namespace is deleted. */
  start(etc: Etc, command: readonly string[]): ChildProcess {
    const child = spawn("ip", this.entering(etc, command), { stdio: ["ignore", "ignore", "pipe"] });
    this.children.push(child);
    return child;
  }

  dispose(): void {
    for (const child of this.children) child.kill("SIGKILL");
    // Includes indirect child processes, such as those of the host's own script.
    const pids = spawnSync("ip", ["netns", "pids", this.name], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
    for (const pid of pids) spawnSync("kill", ["-KILL", pid]);
    spawnSync("ip", ["netns", "delete", this.name]);
  }

  private entering(etc: Etc, command: readonly string[]): string[] {
    const enter = 'mount --bind "$0" /etc && exec "$@"';
    return ["netns", "exec", this.name, "unshare", "--mount", "sh", "-c", enter, etc.path, ...command];
  }
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Waits until a condition is true. */
export async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not come to hold within five seconds");
}
