import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hostOf } from "../../proof/user-data/host";
import { leased } from "../../proof/user-data/host-state";
import { scripts } from "../proof/user-data/scripts";

/** Runs a script in real bash, with its files of /etc and /tmp moved to a folder; returns resolv.conf and hosts. */
function run(script: string): { readonly resolvConf: string; readonly hosts: string } {
  const root = mkdtempSync(join(tmpdir(), "mountpath-host-"));
  try {
    for (const folder of ["etc/dhcp", "etc/ecs", "tmp", "bin"]) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "etc/resolv.conf"), leased);
    writeFileSync(join(root, "etc/hosts"), "127.0.0.1 localhost\n");
    for (const program of ["yum", "dnf", "systemctl"]) {
      writeFileSync(join(root, "bin", program), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    }
    const moved = script.replaceAll(/(?<![\w.])\/(etc|tmp)(?=[/\s;)&"']|$)/g, `${root}/$1`);
    // A script that still names a folder of this machine would write to it.
    if (/(?<![\w.])\/(?!dev\/null)[a-z]/.test(moved.replaceAll(`${root}/`, "~")))
      throw new Error(`not moved: ${moved}`);
    const { status, stderr } = spawnSync("bash", ["-s"], {
      encoding: "utf8",
      input: moved,
      cwd: root,
      env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
      timeout: 10_000,
    });
    expect([status, stderr]).toEqual([0, ""]);
    const text = (name: string) => readFileSync(join(root, "etc", name), "utf8");
    return { resolvConf: text("resolv.conf"), hosts: text("hosts") };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Random scripts of statements that the interpreter supports. */
function randomScript(seed: number): string {
  let state = seed;
  const random = (below: number) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  const pick = <T>(of: readonly T[]) => of[random(of.length)]!;
  const address = () => pick(["127.0.0.1", "10.2.0.1", "169.254.169.253"]);
  const write = (): string =>
    pick([
      () => `echo nameserver ${address()} ${pick([">", ">>"])} /etc/resolv.conf`,
      () => `printf 'nameserver %s\\n' ${address()} ${address()} | tee ${pick(["", "-a "])}/etc/resolv.conf >/dev/null`,
      () => `cat ${pick([">", ">>"])} /etc/resolv.conf <<END\nnameserver $x\nEND`,
      () => `x=${address()}`,
      () => `add ${address()}`,
      () => `sed -i '/${pick(["127", "10"])}/d' /etc/resolv.conf`,
      () => `sed -i 's/10.2/10.3/g' /etc/resolv.conf`,
      () => `echo "${address()} fs-1.efs.us-east-1.amazonaws.com" >> /etc/hosts`,
      () => `cp /etc/resolv.conf /tmp/saved; ${pick(["true", "false"])} && cp /tmp/saved /etc/hosts`,
      () => `rm -f /tmp/saved`,
    ])();
  const statement = (depth: number): string => {
    if (depth === 0) return write();
    const inner = () => statement(depth - 1);
    return pick([
      write,
      () => `if [ "$x" = ${address()} ]; then\n${inner()}\nelse\n${inner()}\nfi`,
      () => `for x in ${address()} ${address()}; do\n${inner()}\ndone`,
      () => `[[ $x != ${address()} ]] && ${pick(["add 1.1.1.1", "x=10.2.0.1"])} || true`,
      () => `case $x in ${address()}) ${pick(["add 2.2.2.2", ":"])};; *) add 3.3.3.3;; esac`,
      () => `{\n${inner()}\n${inner()}\n}`,
    ])();
  };
  const lines = Array.from({ length: 1 + random(6) }, () => statement(random(3)));
  return ["x=127.0.0.1", 'add() { echo "nameserver $1" >> /etc/resolv.conf; }', ...lines, "true"].join("\n");
}

describe("user data in real bash", () => {
  it.each(scripts)("$name", ({ script }) => {
    const host = hostOf(`#!/bin/bash\n${script}\n`);
    expect({ resolvConf: host.resolvConf.text, hosts: host.hosts.text }).toEqual(run(`${script}\ntrue`));
  });

  it("leaves the same files for 300 random scripts", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const script = randomScript(seed);
      const host = hostOf(`#!/bin/bash\n${script}\n`);
      expect(host.doubts).toEqual([]);
      expect([script, host.resolvConf.text, host.hosts.text]).toEqual([script, ...Object.values(run(script))]);
    }
  });
});
