import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { busyboxIn } from "../support/busybox";
import { type ContainerDefinition, containersOf, environmentOf } from "../support/container-definitions";
import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { Etc, Namespace, until } from "./namespaces";
import { VpcResolver } from "./resolver";

const name = "orders.example.com";
const address = "10.10.0.9";

/** The sidecar's containers in a network namespace. dnsmasq replaces CoreDNS, with the same caching. */
describe("a task with the DNS cache", () => {
  const etc = new Etc();
  const folder = mkdtempSync(join(tmpdir(), "mountpath-dns-cache-"));
  const vpc = new Namespace(`mountpath-vpc-${process.pid}`);
  const task = new Namespace(`mountpath-task-${process.pid}`);
  const containers = containersOf(synthFile(exampleNamed("dns-cache"))["ecs-web"]!, "nginx");
  let resolver: VpcResolver;

  beforeAll(async () => {
    Namespace.join(vpc, "10.10.0.1/24", task, "10.10.0.2/24");
    task.ip("route", "add", "default", "via", "10.10.0.1");
    resolver = await VpcResolver.start(vpc, etc, { [name]: address });
    etc.write("resolv.conf", "nameserver 169.254.169.253\n");
    mkdirSync(join(folder, "dns-cache"));
    const [program = "", ...args] = commandOf(containers["dns-cache-setup"]!);
    const { status, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      env: { ...process.env, ...environmentOf(containers["dns-cache-setup"]!) },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  afterAll(() => {
    task.dispose();
    vpc.dispose();
    etc.dispose();
    rmSync(folder, { recursive: true });
  });

  /** A container's command, with this machine's paths for its volume and busybox. */
  function commandOf({ entryPoint = [], command = [] }: ContainerDefinition): string[] {
    const busybox = busyboxIn(folder);
    return [...entryPoint, ...command].map((word) =>
      word.replace(/^\/bin\/busybox$/, busybox).replace(/^\/dns-cache(?=\/|$)/, join(folder, "dns-cache")),
    );
  }

  /** An application behind the generated entry point that looks up a name a number of times. */
  function application(times: number) {
    const { entryPoint = [] } = containers["nginx"]!;
    const wrapper = commandOf({ ...containers["nginx"]!, entryPoint: entryPoint.slice(0, 5), command: [] });
    const lookUps = `for i in $(seq ${times}); do getent ahostsv4 ${name} || exit; done`;
    return task.run(etc, [...wrapper, "sh", "-c", lookUps]);
  }

  test("still resolves if the cache is not up, with the second name server", async () => {
    const before = await resolver.questionsFor(name);
    expect(application(1)).toMatchObject({ status: 0, stdout: expect.stringContaining(address) as unknown });
    expect(readFileSync(join(etc.path, "resolv.conf"), "utf8")).toBe(
      "nameserver 127.0.0.1\nnameserver 169.254.169.253\nsearch ec2.internal\n",
    );
    expect((await resolver.questionsFor(name)) - before).toBe(1);
  });

  test("queries the VPC's resolver once, however often its applications ask", async () => {
    const before = await resolver.questionsFor(name);
    task.start(etc, [
      ...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user="],
      ...["--listen-address=127.0.0.1", "--bind-interfaces", "--server=169.254.169.253", "--pid-file="],
    ]);
    await until(() => task.run(etc, ["dig", "+short", "+tries=1", "@127.0.0.1", "up.invalid"]).status === 0);
    expect(application(20)).toMatchObject({ status: 0, stdout: expect.stringContaining(address) as unknown });
    expect((await resolver.questionsFor(name)) - before).toBe(1);
  });
});
