import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { withDnsCache } from "../../../modules/dns/dns-cache";
import { type ContainerProps } from "../../../modules/ecs/container";
import { busyboxIn } from "../../support/busybox";

const nginx: ContainerProps = {
  name: "nginx",
  image: "nginx",
  essential: true,
  entryPoint: ["/docker-entrypoint.sh"],
  command: ["nginx", "-g", "daemon off;"],
  environment: {},
  secrets: {},
  ports: [80],
  mountPoints: [],
  dependsOn: { database: "HEALTHY" },
};
const props = { region: "eu-west-1", image: "coredns", shellImage: "busybox", cacheSeconds: 60, users: ["nginx"] };
const [wrapped, sidecar, setup, cache] = withDnsCache([nginx, { ...nginx, name: "sidecar" }], props);

describe("a task with a DNS cache", () => {
  test("wraps the containers that use it and keeps their command", () => {
    expect(wrapped).toEqual({
      ...nginx,
      entryPoint: [
        ...["/dns-cache/busybox", "sh", "/dns-cache/use-dns-cache", "/dns-cache/resolv.conf", "/etc/resolv.conf"],
        "/docker-entrypoint.sh",
      ],
      scratchMounts: [{ volumeName: "dns-cache", containerPath: "/dns-cache", readOnly: true }],
      dependsOn: { database: "HEALTHY", "dns-cache": "HEALTHY" },
    });
  });

  test("leaves the other containers unchanged", () => {
    expect(sidecar).toEqual({ ...nginx, name: "sidecar" });
  });

  test("starts CoreDNS after its files exist, with a health check (ECS-11)", () => {
    expect(cache).toMatchObject({
      name: "dns-cache",
      image: "coredns",
      essential: false,
      entryPoint: ["/coredns"],
      command: ["-conf", "/dns-cache/Corefile"],
      environment: { DNS_CACHE_SECONDS: "60" },
      dependsOn: { "dns-cache-setup": "SUCCESS" },
      healthCheck: {
        command: [
          "CMD",
          "/dns-cache/busybox",
          "wget",
          "-q",
          "-T",
          "2",
          "-O",
          "/dev/null",
          "http://127.0.0.1:18053/health",
        ],
      },
    });
    expect(setup).toMatchObject({ name: "dns-cache-setup", essential: false, user: "0" });
  });

  test("fails if a container that uses it has no entry point", () => {
    expect(() => withDnsCache([{ ...nginx, entryPoint: undefined }], props)).toThrow(
      "'entryPoint' of container 'nginx' should be set, since the cache's wrapper replaces it",
    );
  });
});

describe("the files of the DNS cache", () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-dns-cache-"));
  const shared = join(folder, "shared");
  const here = (word: string) =>
    word.replace(/^\/bin\/busybox$/, busyboxIn(folder)).replace(/^\/dns-cache(?=\/|$)/, shared);
  const run = ([program = "", ...args]: string[], environment: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    return { status, stdout, stderr };
  };
  /** Runs a test program behind the generated entry point. */
  const behindWrapper = (target: string, ...program: string[]) => [
    ...wrapped!.entryPoint!.slice(0, 3).map(here),
    join(shared, "resolv.conf"),
    target,
    ...program,
  ];

  beforeAll(() => {
    spawnSync("mkdir", [shared]);
    expect(run([...setup!.entryPoint!, ...setup!.command!].map(here), setup!.environment)).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("are written readable for everyone", () => {
    expect(readdirSync(shared).sort()).toEqual(["Corefile", "busybox", "resolv.conf", "use-dns-cache"]);
    expect(readFileSync(join(shared, "Corefile"), "utf8")).toBe(
      ". {\n    bind 127.0.0.1\n    errors\n    health 127.0.0.1:18053\n    cache {$DNS_CACHE_SECONDS}\n    forward . 169.254.169.253\n}\n",
    );
    expect(readFileSync(join(shared, "resolv.conf"), "utf8")).toBe(
      "nameserver 127.0.0.1\nnameserver 169.254.169.253\nsearch eu-west-1.compute.internal\n",
    );
    expect(statSync(join(shared, "busybox")).mode & 0o777).toBe(0o755);
    expect(statSync(join(shared, "Corefile")).mode & 0o777).toBe(0o644);
  });

  test("replace resolv.conf and run the program with unchanged arguments", () => {
    const target = join(folder, "resolv.conf");
    writeFileSync(target, "nameserver 10.0.0.2\n");
    const odd = ["daemon off;", 'it\'s "quoted"', "", "$HOME `id` $(id) *", "-n", "two\nlines", "ünï"];
    const print = 'for word in "$@"; do printf "<%s>" "$word"; done';
    expect(run(behindWrapper(target, "sh", "-c", print, "sh", ...odd))).toEqual({
      status: 0,
      stdout: odd.map((word) => `<${word}>`).join(""),
      stderr: "",
    });
    expect(readFileSync(target, "utf8")).toBe(readFileSync(join(shared, "resolv.conf"), "utf8"));
  });

  test("exec the program, so that it gets the signals and its exit ends the container", () => {
    const target = join(folder, "resolv.conf");
    expect(run(behindWrapper(target, "sh", "-c", "exit 7")).status).toBe(7);
    const pid = spawnSync("sh", ["-c", 'echo $$; exec "$@"', "sh", ...behindWrapper(target, "sh", "-c", "echo $$")], {
      encoding: "utf8",
    });
    const [before, after] = pid.stdout.trim().split("\n");
    expect(after).toBe(before);
  });

  test("log a message and continue without the cache if resolv.conf can't be written", () => {
    const target = join(folder, "missing", "resolv.conf");
    const { status, stdout, stderr } = run(behindWrapper(target, "echo", "started"));
    expect({ status, stdout }).toEqual({ status: 0, stdout: "started\n" });
    expect(stderr).toContain(
      `mountpath: ${target} can't be written, so names are not cached: run this container as root\n`,
    );
  });

  test("fail if the volume can't be written", () => {
    const [program = "", ...args] = setup!.entryPoint!.map(here);
    chmodSync(folder, 0o755);
    expect(run([program, ...args, join(folder, "nowhere"), busyboxIn(folder)], setup!.environment).status).not.toBe(0);
  });
});
