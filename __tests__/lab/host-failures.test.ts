import { type HostResolution, hostUserData } from "../../modules/ecs/host-user-data";
import { scriptOf } from "../support/user-data";
import { type Failure, type Start, startHost } from "./host-sandbox";

const resolutions = ["vpc", "dnsmasq", "hosts-file"] as const satisfies readonly HostResolution[];

const config = (resolve: string) =>
  `ECS_CLUSTER=example-web\nECS_INSTANCE_ATTRIBUTES={"mountpath.resolve":"${resolve}"}\nECS_AWSVPC_BLOCK_IMDS=true\n`;

const mountTargets =
  "127.0.0.1 localhost\n# mountpath begin\n" +
  "10.10.1.5 fs-11111111.efs.us-east-1.amazonaws.com\n10.10.1.6 fs-22222222.efs.us-east-1.amazonaws.com\n" +
  "# mountpath end\n";

/** The files from which a host finds file systems. */
const prepared: Readonly<Record<HostResolution, Readonly<Record<string, string>>>> = {
  vpc: { hosts: "127.0.0.1 localhost\n", "resolv.conf": "nameserver 10.0.0.2\n" },
  dnsmasq: {
    hosts: "127.0.0.1 localhost\n",
    "resolv.conf":
      "nameserver 127.0.0.1\nnameserver 169.254.169.253\nsearch ec2.internal\noptions timeout:1 attempts:5\n",
    "dnsmasq.d/mountpath.conf":
      "listen-address=127.0.0.1\nbind-interfaces\nno-resolv\nserver=169.254.169.253\ncache-size=1000\n",
  },
  "hosts-file": { hosts: mountTargets, "resolv.conf": "nameserver 10.0.0.2\n" },
};

function scriptFor(resolve: HostResolution): string {
  return scriptOf(
    hostUserData({ clusterName: "example-web", region: "us-east-1", serviceDomain: "amazonaws.com", resolve }),
  );
}

/**
 * The host's state after the agent has started, which reads ecs.config even if the script failed. Without a cluster in
 * it, the agent would join `default`, and create that cluster if it is missing.
 */
function outcome(start: Start, resolve: HostResolution): "works" | "unprepared" | "not registered" | "wrong" {
  if (start.status === null) return "wrong";
  if (start.masked) return start.output.includes("does not join example-web") ? "not registered" : "wrong";
  const written = start.etc("ecs/ecs.config");
  if (written === config("unprepared")) return start.output.includes("could not be prepared") ? "unprepared" : "wrong";
  const ready = start.plugin && Object.entries(prepared[resolve]).every(([file, text]) => start.etc(file) === text);
  return written === config(resolve) && ready ? "works" : "wrong";
}

describe.each(resolutions)("a host with %s", (resolve) => {
  const script = scriptFor(resolve);

  test.each([
    ["image that has every program", []],
    ["image without the mount helper, dnsmasq and the AWS CLI", ["mount.efs", "dnsmasq", "aws"]],
  ])("works, joins as unprepared, or never registers, whichever command fails: %s", (_, absent) => {
    const whole = startHost(script, { absent });
    expect([outcome(whole, resolve), whole.output]).toEqual(["works", whole.output]);
    expect(whole.calls.length).toBeGreaterThan(3);
    const failures = whole.calls.flatMap((call, index) =>
      (["once", "always"] as const).map((kind) => ({ call, failure: { at: index + 1, kind } satisfies Failure })),
    );
    const wrong = failures.flatMap(({ call, failure }) => {
      const start = startHost(script, { failure, absent });
      return outcome(start, resolve) === "wrong"
        ? [`${failure.kind} ${failure.at} ${call}: ${start.etc("ecs/ecs.config") ?? "no ecs.config"}\n${start.output}`]
        : [];
    });
    expect(wrong).toEqual([]);
  });

  test("never registers, and logs why, if ecs.config can't be written", () => {
    const start = startHost(script, { full: "ecs" });
    expect([outcome(start, resolve), start.status]).toEqual(["not registered", 1]);
    expect(start.calls.filter((call) => call.startsWith("systemctl"))).toEqual(["systemctl mask --now --no-block ecs"]);
  });

  test("continues if the metadata service or AWS's API hangs", () => {
    const { calls } = startHost(script);
    for (const [index, call] of calls.entries()) {
      if (!/^(curl|aws) /.test(call)) continue;
      const start = startHost(script, { failure: { at: index + 1, kind: "hangs" } });
      expect([call, outcome(start, resolve)]).toEqual([call, "works"]);
    }
  });
});
