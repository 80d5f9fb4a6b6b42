import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Commands that a container instance has, answering as AWS does. Standard programs behave as usual. */
const answers: Readonly<Record<string, string>> = {
  cat: 'exec /bin/cat "$@"',
  date: 'exec /bin/date "$@"',
  mv: 'exec /bin/mv "$@"',
  rm: 'exec /bin/rm "$@"',
  sed: 'exec /bin/sed "$@"',
  sleep: "exit 0",
  "mount.efs": "exit 0",
  dnsmasq: "exit 0",
  dnf: 'case "$*" in *efs*) name=mount.efs ;; *dnsmasq*) name=dnsmasq ;; *) name=aws ;; esac; /bin/ln -sf program "$LAB/bin/$name"',
  systemctl: `case "$*" in
    *amazon-ecs-volume-plugin) : >"$LAB/plugin" ;;
    "mask --now --no-block ecs" | "mask --runtime --now --no-block ecs") : >"$LAB/masked" ;;
    "restart dnsmasq") : >"$LAB/dnsmasq" ;;
    "is-active --quiet dnsmasq") [ -e "$LAB/dnsmasq" ] ;;
  esac`,
  curl: `case "$*" in
    *"-X PUT"*/latest/api/token) echo token-1 ;;
    *"token: token-1"*/placement/availability-zone) echo us-east-1b ;;
    *"token: token-1"*/tags/instance/mountpath.file-systems) echo "fs-11111111 fs-22222222" ;;
    *) exit 22 ;;
  esac`,
  aws: 'case "$*" in *fs-11111111*us-east-1b*) echo 10.10.1.5 ;; *fs-22222222*us-east-1b*) echo 10.10.1.6 ;; *) exit 1 ;; esac',
};

/** Which call of a program fails, counted over all programs, and how. */
export interface Failure {
  readonly at: number;
  /**
   * `once`: only this call. `always`: this and every later call of the same program. `hangs`: until its own time limit.
   */
  readonly kind: "once" | "always" | "hangs";
}

export interface Conditions {
  readonly failure?: Failure;
  /** Programs that the image doesn't have and dnf installs. */
  readonly absent?: readonly string[];
  /** A folder of /etc on a full disk. */
  readonly full?: string;
}

/** The result of a host's start. */
export interface Start {
  readonly status: number | null;
  readonly output: string;
  /** Program calls, in order. */
  readonly calls: readonly string[];
  /** A file of /etc; undefined if it doesn't exist. */
  readonly etc: (file: string) => string | undefined;
  /** Whether the volume plugin was enabled. */
  readonly plugin: boolean;
  /** Whether the agent is prevented from starting. */
  readonly masked: boolean;
}

/** A hanging program ends after the time limit in its arguments; without one, the script would never end. */
const program = `#!/bin/sh
name=\${0##*/}
count=$(($(/bin/cat "$LAB/count") + 1))
echo "$count" >"$LAB/count"
echo "$name $*" >>"$LAB/calls"
if [ "$count" = "$FAIL_AT" ]; then
  echo "$name" >"$LAB/failing"
  case "$FAIL_KIND $*" in
  hangs*--max-time* | hangs*timeout*) exit 28 ;;
  hangs*) exec /bin/sleep 600 ;;
  *) exit 1 ;;
  esac
fi
if [ "$FAIL_KIND" = always ] && [ -e "$LAB/failing" ] && [ "$(/bin/cat "$LAB/failing")" = "$name" ]; then exit 1; fi
. "$LAB/answers/$name"
`;

/**
 * Runs a script in real bash with its own /etc in a mount namespace: nothing of this machine is written, and only the
 * programs above can be called.
 */
export function startHost(script: string, { failure, absent = [], full }: Conditions = {}): Start {
  const lab = mkdtempSync(join(tmpdir(), "mountpath-start-"));
  try {
    for (const folder of ["bin", "answers", "etc/ecs", "etc/dnsmasq.d"])
      mkdirSync(join(lab, folder), { recursive: true });
    writeFileSync(join(lab, "bin/program"), program);
    chmodSync(join(lab, "bin/program"), 0o755);
    for (const [name, text] of Object.entries(answers)) {
      writeFileSync(join(lab, "answers", name), text);
      if (!absent.includes(name)) symlinkSync("program", join(lab, "bin", name));
    }
    writeFileSync(join(lab, "count"), "0\n");
    writeFileSync(join(lab, "calls"), "");
    writeFileSync(join(lab, "etc/hosts"), "127.0.0.1 localhost\n");
    writeFileSync(join(lab, "etc/resolv.conf"), "nameserver 10.0.0.2\n");
    writeFileSync(join(lab, "script"), script);
    const fill = full
      ? `mount -t tmpfs -o size=4k none /etc/${full} && head -c 4096 /dev/zero >/etc/${full}/data && `
      : "";
    const enter = `mount --bind "$LAB/etc" /etc && ${fill}PATH="$LAB/bin" exec /bin/bash "$LAB/script"`;
    const { status, stdout, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", enter], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LAB: lab, FAIL_AT: String(failure?.at ?? 0), FAIL_KIND: failure?.kind ?? "" },
      timeout: 20_000,
      killSignal: "SIGKILL",
    });
    const files = new Map(
      ["ecs/ecs.config", "hosts", "resolv.conf", "dnsmasq.d/mountpath.conf"].flatMap((file) =>
        existsSync(join(lab, "etc", file)) ? [[file, readFileSync(join(lab, "etc", file), "utf8")] as const] : [],
      ),
    );
    return {
      status,
      output: stdout + stderr,
      calls: readFileSync(join(lab, "calls"), "utf8").split("\n").filter(Boolean),
      etc: (file) => files.get(file),
      plugin: existsSync(join(lab, "plugin")),
      masked: existsSync(join(lab, "masked")),
    };
  } finally {
    rmSync(lab, { recursive: true, force: true });
  }
}
