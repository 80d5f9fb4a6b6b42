import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type HostResolution, hostUserData } from "../../../modules/ecs/host-user-data";
import { scriptOf } from "../../support/user-data";

/** Commands of a container instance that this machine may not have, answering as AWS does; every call is recorded. */
const commands: Readonly<Record<string, string>> = {
  dnf: "exit 0",
  systemctl: "exit 0",
  "mount.efs": "exit 0",
  sleep: "exit 0",
  curl: `case "$*" in
    *"-X PUT"*"X-aws-ec2-metadata-token-ttl-seconds: 60"*/latest/api/token) echo token-1 ;;
    *"X-aws-ec2-metadata-token: token-1"*/placement/availability-zone) echo us-east-1b ;;
    *"X-aws-ec2-metadata-token: token-1"*/tags/instance/mountpath.file-systems) echo "fs-11111111 fs-22222222" ;;
    *) exit 22 ;;
  esac`,
  aws: `case "$*" in
    *fs-11111111*us-east-1b*) [ -e "$SANDBOX/tried" ] || { touch "$SANDBOX/tried"; exit 255; }; echo 10.10.1.5 ;;
    *fs-22222222*) echo None ;;
    *) exit 1 ;;
  esac`,
};

/** The folder of the machine's own commands: an AWS CLI elsewhere on the PATH must not be used. */
const system = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** A folder with its own /etc; the script runs unchanged except for the path of /etc. */
class Sandbox {
  readonly path = mkdtempSync(join(tmpdir(), "mountpath-host-"));

  constructor(stubs: Readonly<Record<string, string>> = commands) {
    for (const folder of ["bin", "etc/ecs", "etc/dnsmasq.d"]) mkdirSync(join(this.path, folder), { recursive: true });
    writeFileSync(join(this.path, "etc/hosts"), "127.0.0.1 localhost\n");
    for (const [name, script] of Object.entries(stubs)) {
      const noted = `#!/bin/sh\necho "${name} $*" >>"$SANDBOX/calls"\n${script}\n`;
      writeFileSync(join(this.path, "bin", name), noted);
      chmodSync(join(this.path, "bin", name), 0o755);
    }
  }

  start(resolve: HostResolution) {
    const script = scriptOf(
      hostUserData({ clusterName: "example-web", region: "us-east-1", serviceDomain: "amazonaws.com", resolve }),
    );
    const { status, stdout } = spawnSync("bash", ["-c", script.replaceAll(/(?<=[ >])\/etc\//g, `${this.path}/etc/`)], {
      encoding: "utf8",
      // Nothing of this machine's environment: it could bring another AWS CLI.
      env: { SANDBOX: this.path, PATH: [join(this.path, "bin"), ...system].join(":") },
    });
    return { status, stdout };
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), "utf8");
  }
}

describe("a container instance's start", () => {
  let sandbox: Sandbox;
  beforeEach(() => (sandbox = new Sandbox()));
  afterEach(() => rmSync(sandbox.path, { recursive: true }));

  test("joins the cluster, registers how it resolves names, and starts the volume plugin (ECS-17)", () => {
    expect(sandbox.start("vpc").status).toBe(0);
    expect(sandbox.read("etc/ecs/ecs.config")).toBe(
      'ECS_CLUSTER=example-web\nECS_INSTANCE_ATTRIBUTES={"mountpath.resolve":"vpc"}\nECS_AWSVPC_BLOCK_IMDS=true\n',
    );
    expect(sandbox.read("calls")).toBe("systemctl enable --now --no-block amazon-ecs-volume-plugin\n");
    expect(existsSync(join(sandbox.path, "etc/resolv.conf"))).toBe(false);
  });

  test("with dnsmasq configures the VPC's resolver second (ECS-18)", () => {
    expect(sandbox.start("dnsmasq").status).toBe(0);
    expect(sandbox.read("etc/resolv.conf")).toBe(
      "nameserver 127.0.0.1\nnameserver 169.254.169.253\nsearch ec2.internal\noptions timeout:1 attempts:5\n",
    );
    expect(sandbox.read("etc/dnsmasq.d/mountpath.conf")).toBe(
      "listen-address=127.0.0.1\nbind-interfaces\nno-resolv\nserver=169.254.169.253\ncache-size=1000\n",
    );
    expect(sandbox.read("etc/ecs/ecs.config")).toContain('{"mountpath.resolve":"dnsmasq"}');
  });

  test.each([
    ["runs", "exit 0", true],
    [
      "is not there",
      'case "$*" in "is-active --quiet systemd-resolved") exit 4 ;; *systemd-resolved) exit 1 ;; esac',
      false,
    ],
  ])("with dnsmasq stops systemd-resolved if it %s", (_, systemctl, stopped) => {
    rmSync(sandbox.path, { recursive: true });
    sandbox = new Sandbox({ ...commands, systemctl });
    expect(sandbox.start("dnsmasq").status).toBe(0);
    expect(sandbox.read("calls").includes("systemctl disable --now systemd-resolved\n")).toBe(stopped);
    expect(sandbox.read("etc/ecs/ecs.config")).toContain('{"mountpath.resolve":"dnsmasq"}');
  });

  test("with dnsmasq that does not start, keeps resolv.conf and is marked as unsuitable for EFS", () => {
    rmSync(sandbox.path, { recursive: true });
    sandbox = new Sandbox({ ...commands, systemctl: 'case "$1" in is-active) exit 3 ;; esac' });
    writeFileSync(join(sandbox.path, "etc/resolv.conf"), "nameserver 10.0.0.2\n");
    expect(sandbox.start("dnsmasq").status).toBe(3);
    expect(sandbox.read("etc/resolv.conf")).toBe("nameserver 10.0.0.2\n");
    expect(sandbox.read("etc/ecs/ecs.config")).toContain('{"mountpath.resolve":"unprepared"}');
  });

  test("with a hosts file writes the mount targets of its own zone, with retries, and logs them", () => {
    const { status, stdout } = sandbox.start("hosts-file");
    expect(status).toBe(0);
    expect(sandbox.read("etc/hosts")).toBe(
      "127.0.0.1 localhost\n# mountpath begin\n10.10.1.5 fs-11111111.efs.us-east-1.amazonaws.com\n# mountpath end\n",
    );
    expect(stdout.replaceAll(/^\S+ /gm, "")).toBe(
      "mountpath: fs-11111111 is 10.10.1.5 in us-east-1b\n" +
        "mountpath: fs-22222222 has no mount target in us-east-1b\n" +
        "mountpath: joins example-web as mountpath.resolve=hosts-file\n",
    );
    expect(sandbox.read("calls").match(/^aws .*fs-11111111/gm)).toHaveLength(2);
  });

  test.each([
    ["vpc", "systemctl"],
    ["dnsmasq", "systemctl"],
    ["hosts-file", "systemctl"],
    ["hosts-file", "curl"],
    ["hosts-file", "aws"],
  ] as const)("with %s joins its own cluster, marked as unsuitable for EFS, if every %s fails", (resolve, program) => {
    rmSync(sandbox.path, { recursive: true });
    sandbox = new Sandbox({ ...commands, [program]: "exit 1" });
    expect(sandbox.start(resolve).status).not.toBe(0);
    expect(sandbox.read("etc/ecs/ecs.config")).toBe(
      'ECS_CLUSTER=example-web\nECS_INSTANCE_ATTRIBUTES={"mountpath.resolve":"unprepared"}\nECS_AWSVPC_BLOCK_IMDS=true\n',
    );
  });

  test("with a hosts file writes it once, however often it starts", () => {
    sandbox.start("hosts-file");
    const once = sandbox.read("etc/hosts");
    sandbox.start("hosts-file");
    expect(sandbox.read("etc/hosts")).toBe(once);
  });

  test("that can't find mount targets gives up after seven attempts, and is marked as unsuitable for EFS", () => {
    rmSync(sandbox.path, { recursive: true });
    sandbox = new Sandbox({ ...commands, aws: "exit 255" });
    expect(sandbox.start("hosts-file").status).toBe(255);
    expect(sandbox.read("calls").match(/^aws /gm)).toHaveLength(7);
    expect(sandbox.read("etc/hosts")).toBe("127.0.0.1 localhost\n");
    expect(sandbox.read("etc/ecs/ecs.config")).toContain('{"mountpath.resolve":"unprepared"}');
  });
});
