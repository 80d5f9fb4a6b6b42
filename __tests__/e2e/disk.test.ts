import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/**
 * Synthesizes the example on a file system of one MiB, changes the file, then the file system, and synthesizes again.
 * Everything happens in a mount namespace, which ends with the shell, including its mounts.
 *
 * @param change shell commands that change the file system
 * @returns the exit code and output of the second synth, and the changes of `cdktf.out`
 */
function synthAfter(change: string): { status: string; stderr: string; changes: string } {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-disk-"));
  const script = `
    set -e
    synth() { node "${root}/bin/mountpath.cjs" synth; }
    mkdir project && mount -t tmpfs -o size=1m none project
    cp "${root}/organization.yaml" project && cd project
    synth >/dev/null && cp -r cdktf.out ../before
    sed -i s/example/another/ organization.yaml
    ${change}
    status=0; synth >/dev/null 2>../stderr || status=$?
    { echo $status; cat ../stderr; echo ---; diff -r ../before cdktf.out || true; ls -A; }`;
  const { stdout, stderr } = spawnSync("unshare", ["--mount", "--map-root-user", "sh", "-c", script], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  const [, status, said, changes] = /^(\d+)\n([^]*)---\n([^]*)$/.exec(stdout) ?? [];
  if (status === undefined) throw new Error(`the script should have come to its end:\n${stderr}`);
  return { status, stderr: said ?? "", changes: changes ?? "" };
}

const cannot = (reason: string) => `can't write to 'cdktf.out': ${reason}; the previous output is unchanged\n`;

test("fails on a full disk and keeps the earlier output", () => {
  expect(synthAfter("cat /dev/zero >filler || true")).toEqual({
    status: "2",
    stderr: cannot("ENOSPC: no space left on device, write"),
    changes: "cdktf.out\nfiller\norganization.yaml\n",
  });
});

test("fails on a disk that becomes full after some of the stacks, and keeps the earlier output", () => {
  expect(synthAfter("cat /dev/zero >filler || true; truncate -s -40k filler")).toEqual({
    status: "2",
    stderr: cannot("ENOSPC: no space left on device, write"),
    changes: "cdktf.out\nfiller\norganization.yaml\n",
  });
});

test("fails in a read-only folder and keeps the earlier output", () => {
  expect(synthAfter("mount -o remount,ro none .")).toEqual({
    status: "2",
    stderr: cannot("EROFS: read-only file system, mkdtemp '.cdktf.out-XXXXXX'"),
    changes: "cdktf.out\norganization.yaml\n",
  });
});
