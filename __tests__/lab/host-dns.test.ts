import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { scriptOf } from "../support/user-data";
import { Etc, Namespace, type Outcome } from "./namespaces";
import { VpcResolver } from "./resolver";

const fileSystem = "fs-0123456789abcdef0.efs.us-east-1.amazonaws.com";
const mountTarget = "10.10.0.5";
const lookUp = ["getent", "ahostsv4", fileSystem];

/** Commands of a container instance that this machine doesn't have; systemctl really starts dnsmasq. */
const commands: Readonly<Record<string, string>> = {
  dnf: "exit 1",
  "mount.efs": "exit 0",
  systemctl: `case "$*" in
    "restart dnsmasq") exec dnsmasq --conf-file=/etc/dnsmasq.d/mountpath.conf --pid-file= --user= ;;
    *) exit 0 ;;
  esac`,
};

/**
 * The original failure in a real network: a host whose resolv.conf names dnsmasq on 127.0.0.1, and a task whose own
 * network namespace uses that resolv.conf, as the agent does to mount EFS.
 */
describe("a task's network namespace behind a host with dnsmasq", () => {
  const suffix = process.pid;
  const etc = new Etc();
  const bin = mkdtempSync(join(tmpdir(), "mountpath-bin-"));
  const host = new Namespace(`mountpath-host-${suffix}`);
  const task = new Namespace(`mountpath-task-${suffix}`);

  beforeAll(async () => {
    Namespace.join(host, "10.10.0.1/24", task, "10.10.0.2/24");
    task.ip("route", "add", "default", "via", "10.10.0.1");
    await VpcResolver.start(host, etc, { [fileSystem]: mountTarget });
    for (const [name, script] of Object.entries(commands)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    mkdirSync(join(etc.path, "dnsmasq.d"));
    mkdirSync(join(etc.path, "ecs"));
  });

  afterAll(() => {
    task.dispose();
    host.dispose();
    etc.dispose();
    rmSync(bin, { recursive: true });
  });

  test("resolves nothing if resolv.conf names only 127.0.0.1", () => {
    etc.write("resolv.conf", "nameserver 127.0.0.1\nsearch ec2.internal\noptions timeout:2 attempts:5\n");
    expect(task.run(etc, lookUp)).toMatchObject({ status: 2, stdout: "" });
  });

  test("runs the host's generated script, after which the host resolves names", () => {
    const { resource } = synthFile(exampleNamed("dnsmasq-hosts"))["ecs-web"]!;
    const script = join(bin, "user-data");
    writeFileSync(script, scriptOf(resource["aws_launch_template"]!["cached"]!["user_data"]));
    const path = `${bin}:${process.env["PATH"]}`;
    expect(host.run(etc, ["bash", script], { PATH: path })).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(etc.path, "resolv.conf"), "utf8")).toBe(
      "nameserver 127.0.0.1\nnameserver 169.254.169.253\nsearch ec2.internal\noptions timeout:1 attempts:5\n",
    );
    expect(readFileSync(join(etc.path, "ecs/ecs.config"), "utf8")).toContain('{"mountpath.resolve":"dnsmasq"}');
    expect(host.run(etc, ["dig", "+short", fileSystem]).stdout).toBe(`${mountTarget}\n`);
    expect(host.run(etc, ["dig", "+noall", "+stats", fileSystem]).stdout).toContain("SERVER: 127.0.0.1#53");
  });

  test("then resolves with the second name server, immediately if nothing listens at 127.0.0.1", () => {
    const refused = task.run(etc, lookUp);
    tell("127.0.0.1 refuses: the name is there after", refused);
    expect(refused).toMatchObject({ status: 0, stdout: expect.stringContaining(mountTarget) as unknown });
    expect(refused.milliseconds).toBeLessThan(900);
  });

  test("and after one second if queries to 127.0.0.1 are dropped", async () => {
    const silent = task.start(etc, ["node", "-e", "require('dgram').createSocket('udp4').bind(53, '127.0.0.1')"]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const dropped = task.run(etc, lookUp);
    tell("127.0.0.1 is silent: the name is there after", dropped);
    silent.kill("SIGKILL");
    expect(dropped).toMatchObject({ status: 0, stdout: expect.stringContaining(mountTarget) as unknown });
    expect(dropped.milliseconds).toBeGreaterThan(1000);
    expect(dropped.milliseconds).toBeLessThan(4000);
  });
});

function tell(what: string, { milliseconds }: Outcome): void {
  process.stderr.write(`lab: ${what} ${Math.round(milliseconds)} ms\n`);
}
