import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { seedArguments, seedContainer, seedScript, type SeedSource, seedStatements } from "../../../modules/ecs/seed";

const volume = {
  name: "content_web",
  fileSystemId: "fs-1",
  fileSystemArn: "arn:fs",
  accessPoint: { id: "fsap-1", arn: "arn:ap" },
};

/** A folder of this machine replaces the mount; every run acts as a new task. */
describe("initial files on a mount", () => {
  let mount: string;
  beforeEach(() => (mount = mkdtempSync(join(tmpdir(), "mountpath-mount-"))));
  afterEach(() => rmSync(mount, { recursive: true, force: true }));

  function seed(source: SeedSource, path = process.env["PATH"]) {
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", seedScript(source), "seed", mount, ...seedArguments(source)],
      {
        encoding: "utf8",
        env: { ...process.env, PATH: path },
      },
    );
    return { status, stdout: stdout.replaceAll(mount, "/mount"), stderr: stderr.replaceAll(mount, "/mount") };
  }
  const read = (path: string) => readFileSync(join(mount, path), "utf8");

  test("are written completely, whatever their names and contents", () => {
    const files = {
      "index.html": '<h1>Hello "World", I come from EFS!</h1>\n',
      "css/deep/it's.css": "a { content: '${x} $(rm -rf /) `id` %s \\n' }",
      "empty file": "",
    };
    expect(seed({ kind: "files", files })).toMatchObject({ status: 0, stderr: "" });
    for (const [path, content] of Object.entries(files)) expect(read(path)).toBe(content);
    expect(readdirSync(mount).sort()).toEqual(["css", "empty file", "index.html"]);
  });

  test("of an earlier task are found by a new one, with the application's changes", () => {
    seed({ kind: "files", files: { "index.html": "first", "css/site.css": "first" } });
    writeFileSync(join(mount, "index.html"), "edited by the application");
    writeFileSync(join(mount, "orders.db"), "written by the application");
    const second = seed({
      kind: "files",
      files: { "index.html": "second", "css/site.css": "second", "new.html": "second" },
    });
    expect(second).toEqual({
      status: 0,
      stdout: "kept /mount/css/site.css\nkept /mount/index.html\nwrote /mount/new.html\n",
      stderr: "",
    });
    expect(read("index.html")).toBe("edited by the application");
    expect(read("css/site.css")).toBe("first");
    expect(read("orders.db")).toBe("written by the application");
    expect(read("new.html")).toBe("second");
  });

  test("are complete from one task or the other if several start at once", async () => {
    const big = "x".repeat(100_000);
    const { spawn } = await import("node:child_process");
    const tasks = ["a", "b", "c", "d"].map((letter) => {
      const source: SeedSource = { kind: "files", files: { "index.html": big.replaceAll("x", letter) } };
      const child = spawn("sh", ["-c", seedScript(source), "seed", mount, ...seedArguments(source)]);
      return new Promise((resolve) => child.on("close", resolve));
    });
    expect(await Promise.all(tasks)).toEqual([0, 0, 0, 0]);
    expect(read("index.html")).toMatch(/^(a{100000}|b{100000}|c{100000}|d{100000})$/);
    expect(readdirSync(mount)).toEqual(["index.html"]);
  });

  test("come from a directory of an image, including hidden files, links and directories", () => {
    const image = mkdtempSync(join(tmpdir(), "mountpath-image-"));
    mkdirSync(join(image, "sub dir/.deep"), { recursive: true });
    writeFileSync(join(image, ".htaccess"), "hidden");
    writeFileSync(join(image, "sub dir/.deep/file"), "deep");
    symlinkSync("sub dir/.deep/file", join(image, "link"));
    mkdirSync(join(mount, "sub dir"));
    expect(seed({ kind: "copy", directory: image })).toMatchObject({ status: 0, stderr: "" });
    expect([read(".htaccess"), read("sub dir/.deep/file"), read("link")]).toEqual(["hidden", "deep", "deep"]);
    rmSync(image, { recursive: true });
  });

  test("come from S3, and are not downloaded if all of them exist", () => {
    const bin = mkdtempSync(join(tmpdir(), "mountpath-bin-"));
    // Two objects below the prefix; requests are recorded.
    const aws = `#!/bin/sh
      echo "$*" >>${bin}/calls
      case "$1 $2" in
        "s3api list-objects-v2") printf 'web/\\nweb/index.html\\nweb/css/a b.css\\n' ;;
        "s3 cp") mkdir -p "$6/css" && echo one >"$6/index.html" && echo two >"$6/css/a b.css" ;;
      esac`;
    writeFileSync(join(bin, "aws"), aws);
    chmodSync(join(bin, "aws"), 0o755);
    const source: SeedSource = { kind: "s3", bucket: "content", prefix: "web/" };
    const path = `${bin}:${process.env["PATH"]}`;
    expect(seed(source, path)).toMatchObject({
      status: 0,
      stdout: "wrote /mount/css/a b.css\nwrote /mount/index.html\n",
    });
    expect(seed(source, path)).toMatchObject({ status: 0, stdout: "nothing of s3://content/web/ is missing\n" });
    const calls = readFileSync(join(bin, "calls"), "utf8").split("\n").filter(Boolean);
    expect(calls.filter((call) => call.startsWith("s3 cp"))).toEqual([
      expect.stringMatching(
        /^s3 cp --recursive --no-progress s3:\/\/content\/web\/ \S+\/\.mountpath-seed-[0-9a-f-]{36}$/,
      ),
    ]);
    rmSync(bin, { recursive: true });
  });

  test("fails without leftovers if a directory exists in a file's place", () => {
    writeFileSync(join(mount, "css"), "a file");
    expect(seed({ kind: "files", files: { "css/site.css": "x" } }).status).toBe(1);
    expect(readdirSync(mount)).toEqual(["css"]);
    expect(read("css")).toBe("a file");
  });

  test("fails if the mount can't be written", () => {
    rmSync(mount, { recursive: true });
    expect(seed({ kind: "files", files: { a: "x" } }).status).not.toBe(0);
    expect(existsSync(mount)).toBe(false);
  });
});

describe("the container that writes initial files", () => {
  const mountPoint = { volume, containerPath: "/srv", readOnly: true };
  const container = seedContainer({
    name: "nginx-seed-content_web",
    image: "nginx",
    user: "1000:1000",
    mountPoint,
    source: { kind: "files", files: { a: "x" } },
  });

  test("acts as the access point's user, mounts the volume writable and may exit", () => {
    expect(container).toMatchObject({
      essential: false,
      user: "1000:1000",
      mountPoints: [{ volume, containerPath: "/seed", readOnly: false }],
      command: ["/seed", "a", "x"],
    });
  });

  test("may read only its S3 prefix", () => {
    expect(seedStatements({ kind: "s3", bucket: "content", prefix: "web/" }, "aws")).toEqual([
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::content/web/*" },
      {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: "arn:aws:s3:::content",
        Condition: { StringLike: { "s3:prefix": "web/*" } },
      },
    ]);
    expect(seedStatements({ kind: "copy", directory: "/a" }, "aws")).toEqual([]);
  });
});
