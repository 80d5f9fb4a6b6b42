import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError, formatProblem } from "../../config/errors";
import { loadOrganization, parseOrganizationText, readOrganization } from "../../config/load";
import { parseSource } from "../../config/source";

/** A small, fixed example; the file at the root grows with the project. */
const example = join(__dirname, "fixtures/web.yaml");
const exampleText = readFileSync(example, "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function messageOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "loads";
}

/** The example with one piece of its text replaced. */
function changed(from: string, to: string): string {
  expect(exampleText).toContain(from);
  return exampleText.replace(from, to);
}

describe("the lines of properties", () => {
  const text = [
    "x-vpc: &vpc",
    "  endpoints: [logs]",
    "  tags: { 'a/b~c': d }",
    "workloadVpcs:",
    "  apps:",
    "    <<: *vpc",
    "    endpoints:",
    "      - logs",
    "  data: *vpc",
  ].join("\n");

  it("are found by JSON Pointer, through aliases and merges, with the right precedence", () => {
    expect(Object.fromEntries(parseSource("vpcs.yaml", text).propertyLines())).toEqual({
      "/x-vpc": 1,
      "/x-vpc/endpoints": 2,
      "/x-vpc/tags": 3,
      "/x-vpc/tags/a~1b~0c": 3,
      "/workloadVpcs": 4,
      "/workloadVpcs/apps": 5,
      "/workloadVpcs/apps/endpoints": 7,
      "/workloadVpcs/apps/tags": 3,
      "/workloadVpcs/apps/tags/a~1b~0c": 3,
      "/workloadVpcs/data": 9,
      "/workloadVpcs/data/endpoints": 2,
      "/workloadVpcs/data/tags": 3,
      "/workloadVpcs/data/tags/a~1b~0c": 3,
    });
  });
});

describe("the file at the root", () => {
  it("loads without a warning", () => {
    expect(readOrganization(join(__dirname, "../../organization.yaml")).warnings).toEqual([]);
  });
});

describe("the example", () => {
  it("loads with every default filled in and every short form expanded", () => {
    expect(loadOrganization(example)).toEqual({
      name: "example",
      region: "us-east-1",
      organizationArn: "arn:aws:organizations::111111111111:organization/o-exampleorgid",
      defaultTags: {},
      retired: {},
      assume: [],
      state: { backend: "local" },
      accounts: {
        network: { id: "111111111111" },
        apps: { id: "222222222222", deployRole: "arn:aws:iam::222222222222:role/terraform" },
      },
      sharedNetwork: {
        account: "network",
        vpc: {
          cidr: "10.0.0.0/22",
          availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
          ipv6: false,
          transitGateway: "tgw-0123456789abcdef0",
        },
        dns: {
          forward: [
            {
              domain: ".",
              to: [
                { ip: "10.2.0.1", port: 53, protocol: "Do53" },
                { ip: "10.2.0.2", port: 53, protocol: "Do53" },
              ],
            },
          ],
          resolveInAws: ["amazonaws.com"],
          shareWith: ["organization"],
          systemRule: "shared",
          privateZones: {},
          profile: false,
          untrackedThroughput: false,
        },
        tags: {},
      },
      workloadVpcs: {
        apps: {
          account: "apps",
          cidr: "10.10.0.0/16",
          availabilityZones: ["us-east-1a", "us-east-1b"],
          publicSubnets: false,
          internet: "none",
          peerings: {},
          ipv6: false,
          profile: true,
          endpoints: { mode: "own", services: [] },
          fileSystems: {
            content: {
              backup: true,
              lifecycle: { infrequentAccessAfterDays: 30, primaryAfterAccess: false },
              throughput: { mode: "bursting" },
              performanceMode: "generalPurpose",
              policy: [],
              accessPoints: {
                web: { path: "/web", uid: 1000, gid: 1000, secondaryGids: [], permissions: "0755" },
              },
            },
          },
          pullThroughCaches: {},
          tags: {},
        },
      },
      workloads: {
        web: {
          platform: "ecs-fargate",
          vpc: "apps",
          containerInsights: true,
          services: {
            nginx: {
              cpu: 256,
              memory: 512,
              cpuArchitecture: "x86_64",
              desiredCount: 2,
              allowFrom: ["10.10.0.0/16"],
              discovery: false,
              dnsCache: undefined,
              permissions: [],
              secretsKmsKeyIds: [],
              assignPublicIp: false,
              connectTo: {},
              egress: [],
              policies: [],
              logRetentionDays: 30,
              exec: false,
              executionPermissions: [],
              containers: {
                nginx: {
                  image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
                  dependsOn: {},
                  environment: {},
                  environmentFiles: [],
                  secrets: {},
                  ports: [80],
                  mounts: { "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true } },
                  essential: true,
                  useDnsCache: true,
                },
              },
            },
          },
          tags: {},
          tasks: {},
        },
      },
    });
  });

  it("gives no warning", () => {
    expect(readOrganization(example).warnings).toEqual([]);
  });

  it("loads from a file with a byte order mark and Windows line endings too", () => {
    const file = join(folder, "organization.yaml");
    writeFileSync(file, `\uFEFF${exampleText.replaceAll("\n", "\r\n")}`);
    expect(loadOrganization(file)).toEqual(loadOrganization(example));
  });
});

describe("short forms", () => {
  const network = (text: string) => parseOrganizationText("o.yaml", text).organization.sharedNetwork;

  it("write a domain in lower case without its trailing dot", () => {
    expect(network(changed("[amazonaws.com]", '["AmazonAWS.com."]')).dns.resolveInAws).toEqual(["amazonaws.com"]);
  });

  it("derive the port of a target from its protocol", () => {
    const { dns } = network(
      changed("[10.2.0.1, 10.2.0.2]", "[{ ip: 10.2.0.1, protocol: DoH }, { ip: 10.2.0.2, port: 5353 }]"),
    );
    expect(dns.forward[0]?.to).toEqual([
      { ip: "10.2.0.1", port: 443, protocol: "DoH" },
      { ip: "10.2.0.2", port: 5353, protocol: "Do53" },
    ]);
  });

  it("allow the private ranges if inbound is true, and omit it if it is false", () => {
    const ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    expect(network(exampleText.replace("    shareWith", "    inbound: true\n    shareWith")).dns.inbound).toEqual({
      allowedCidrs: ranges,
    });
    expect(
      network(exampleText.replace("    shareWith", "    inbound: false\n    shareWith")).dns.inbound,
    ).toBeUndefined();
  });

  it("make internet: nat one gateway per zone", () => {
    const { organization } = parseOrganizationText("o.yaml", changed("internet: none", "internet: nat"));
    expect(organization.workloadVpcs.apps).toHaveProperty("internet", { nat: "per-zone" });
  });
});

describe("YAML features", () => {
  it("anchors, aliases and merge keys work, and an explicit key overrides a merged one", () => {
    const text = changed(
      "          web:\n            path: /web\n            uid: 1000\n            gid: 1000\n",
      "          web: &user { path: /web, uid: 1000, gid: 1000 }\n          api: { <<: *user, path: /api }\n",
    );
    const { organization } = parseOrganizationText("o.yaml", text);
    expect(organization.workloadVpcs.apps?.fileSystems.content?.accessPoints.api).toEqual({
      path: "/api",
      uid: 1000,
      gid: 1000,
      secondaryGids: [],
      permissions: "0755",
    });
  });

  it("fails if nested aliases expand without limit", () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const items =
        level === 0
          ? '"x"'
          : Array(10)
              .fill(`*l${level - 1}`)
              .join(", ");
      return `l${level}: &l${level} [${items}]\n`;
    });
    expect(messageOf(() => parseOrganizationText("o.yaml", levels.join("") + exampleText))).toContain(
      "expands without limit through its aliases",
    );
  });

  it("fails if merge keys expand without limit", () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const items = level === 0 ? "{ a: 1 }" : `{ <<: [*l${level - 1}, *l${level - 1}] }`;
      return `l${level}: &l${level} ${items}\n`;
    });
    expect(messageOf(() => parseOrganizationText("o.yaml", levels.join("") + exampleText))).toContain(
      "expands without limit through its aliases",
    );
  });

  it("fails if it is nested too deeply to read", () => {
    expect(messageOf(() => parseOrganizationText("o.yaml", "[".repeat(100_000)))).toMatch(
      /^o\.yaml has 1 problem\n {2}o\.yaml:1:\d+: is nested too deeply to read$/,
    );
  });
});

describe("a file that can't be read", () => {
  it("fails if it does not exist", () => {
    expect(messageOf(() => loadOrganization("no/such.yaml"))).toBe(
      "no/such.yaml has 1 problem\n  no/such.yaml: file not found; name another with --config FILE, or write a new one with mountpath init (npm run init)",
    );
  });

  it("fails if it is a folder", () => {
    const path = join(folder, "organization.yaml");
    mkdirSync(path);
    expect(messageOf(() => loadOrganization(path))).toBe(
      `${path} has 1 problem\n  ${path}: is a folder, not a file; name the file in it with --config FILE`,
    );
  });

  it("fails if its parent is a file", () => {
    const path = join(example, "x.yaml");
    expect(messageOf(() => loadOrganization(path))).toBe(
      `${path} has 1 problem\n  ${path}: file not found, since part of the path is not a folder`,
    );
  });

  it.each([
    ["a NUL", Buffer.from("name: a\nregion: \0"), "2:9"],
    ["bytes that are no UTF-8", Buffer.from([0x6e, 0x3a, 0x20, 0xff]), "1:4"],
    ["UTF-16", Buffer.from("name: a", "utf16le"), "1:2"],
  ])("fails if it has %s", (_, bytes, position) => {
    const path = join(folder, "o.yaml");
    writeFileSync(path, bytes);
    expect(messageOf(() => loadOrganization(path))).toBe(
      `${path} has 1 problem\n  ${path}:${position}: is not UTF-8 text; save it as UTF-8`,
    );
  });

  it("prints at most a hundred problems, and the number of the others", () => {
    const unknown = Array.from({ length: 150 }, (_, index) => `unknown${index}: 1\n`).join("");
    const lines = messageOf(() => parseOrganizationText("o.yaml", exampleText + unknown)).split("\n");
    expect([lines[0], lines.length, lines[101]]).toEqual(["o.yaml has 150 problems", 102, "  … and 50 more"]);
  });

  it("escapes control characters in its name", () => {
    expect(messageOf(() => loadOrganization("\u001b[2J.yaml"))).toBe(
      "\\u001b[2J.yaml has 1 problem\n  \\u001b[2J.yaml: file not found; name another with --config FILE, or write a new one with mountpath init (npm run init)",
    );
  });
});

describe("warnings", () => {
  const warningsOf = (text: string) => parseOrganizationText("o.yaml", text).warnings.map(formatProblem);

  it("say that no client may connect to a service's ports", () => {
    expect(warningsOf(changed("        allowFrom: [10.10.0.0/16]\n", ""))).toEqual([
      "o.yaml:67:9 workloads.web.services.nginx.ports: have no client that may connect to 80; add clients to allowFrom of the service, name it in connectTo of a client, or give it a loadBalancer",
    ]);
  });

  it.each([
    ["        ports: [80]\n", "clients in allowFrom, or connectTo of a client"],
    ["", "ports, and their clients in allowFrom"],
  ])("say that a DNS name resolves to tasks that no client may connect to", (ports, missing) => {
    const text = exampleText
      .replace("    vpc: apps\n", "    vpc: apps\n    namespace: web.internal\n")
      .replace("        allowFrom: [10.10.0.0/16]\n", "        discovery: true\n")
      .replace("        ports: [80]\n", ports);
    expect(warningsOf(text)).toEqual([
      expect.stringContaining(
        `workloads.web.services.nginx.discovery: gives the tasks a DNS name, but no client may connect to them (ECS-30); add ${missing}`,
      ),
    ]);
  });

  it("say that no rule forwards the reverse lookups that AWS no longer answers", () => {
    const text = changed("    internet: none\n", "    internet: none\n    autodefinedReverse: false\n");
    expect(warningsOf(text)).toEqual([]);
    for (const [domain, warned] of [
      ["corp.example.com", 1],
      ["2.10.in-addr.arpa.", 0],
      ["arpa", 0],
    ] as const) {
      const forwarding = warningsOf(text.replace('domain: "."', `domain: ${domain}`));
      expect(forwarding.filter((warning) => warning.includes("autodefinedReverse"))).toHaveLength(warned);
    }
    expect(warningsOf(text.replace('domain: "."', "domain: corp.example.com"))).toContainEqual(
      expect.stringContaining(
        "workloadVpcs.apps.autodefinedReverse: sends reverse lookups of private addresses to public DNS, since no rule " +
          "forwards them; forward . or a domain below in-addr.arpa in sharedNetwork.dns, or omit it",
      ),
    );
  });

  it("say that a load balancer allows a VPC that has no client for it", () => {
    const balanced = (settings: string) =>
      changed("        ports: [80]\n", `        ports: [80]\n        loadBalancer: ${settings}\n`);
    expect(warningsOf(balanced("{}"))).toEqual([
      "o.yaml:68:9 workloads.web.services.nginx.loadBalancer: allows VPC 'apps', where no workload of this file may connect to its port 80; name services, tasks or outside ranges in allowFrom, or the load balancer in connectTo of a client",
    ]);
    expect(warningsOf(balanced("{ allowFrom: [10.0.0.0/8] }"))).toEqual([]);
  });

  it("say that a new shared network without a transit gateway has no route to its targets", () => {
    expect(warningsOf(changed("    transitGateway: tgw-0123456789abcdef0\n", ""))).toEqual([
      "o.yaml:24:3 sharedNetwork.vpc: has no route to the resolver targets, so queries to them time out (DNS-24); add transitGateway, or a route of your own",
    ]);
  });

  it("say that an access point makes clients act as root", () => {
    expect(warningsOf(changed("uid: 1000", "uid: 0"))).toEqual([
      "o.yaml:53:18 workloadVpcs.apps.fileSystems.content.accessPoints.web.uid: makes every client act as root, got 0; the clients' role needs elasticfilesystem:ClientRootAccess to change files (EFS-08)",
    ]);
  });

  it("say that a Region is not known, since it may be new or misspelled", () => {
    expect(warningsOf(exampleText.replaceAll("us-east-1", "us-east-9"))).toEqual([
      "o.yaml:7:9 region: is not a known Region, got 'us-east-9'; did you mean 'us-east-1'?",
    ]);
  });

  it("say that a target may be the inbound endpoint of an adopted VPC", () => {
    const vpc = / {2}vpc:\n {4}cidr: 10.0.0.0\/22\n(?:.*\n){3}/;
    const adopted =
      "  vpc:\n    id: vpc-0123456789abcdef0\n    cidr: 10.2.0.0/22\n    subnets: { us-east-1a: subnet-0123456789abcdef0, us-east-1b: subnet-0123456789abcdef1 }\n";
    const text = exampleText.replace(vpc, adopted).replace("    shareWith", "    inbound: true\n    shareWith");
    expect(warningsOf(text.replace("[10.2.0.1, 10.2.0.2]", "[10.2.0.9]"))).toEqual([
      "o.yaml:32:14 sharedNetwork.dns.forward[0].to[0]: is in the shared network's own VPC, got '10.2.0.9'; make sure that it is not an address of the inbound endpoint, or queries loop (DNS-14)",
    ]);
  });

  it("say that the associations of an account exceed the quota", () => {
    const rules = Array.from(
      { length: 998 },
      (_, index) => `      - { domain: d${index}.example.com, to: [10.2.0.1] }\n`,
    );
    const vpcs = [11, 12].map(
      (second) => `  v${second}: { account: apps, cidr: 10.${second}.0.0/16, availabilityZones: [us-east-1a] }\n`,
    );
    const text = exampleText
      .replace("    # … but", `${rules.join("")}    # … but`)
      .replace("\nworkloads:\n", `${vpcs.join("")}\nworkloads:\n`);
    expect(warningsOf(text)).toEqual([
      "o.yaml:1054:3 workloadVpcs.v12: needs 3000 rule associations in account 'apps', above the quota of 2000 (DNS-10); request an increase",
    ]);
  });
});

describe("warnings about adjustable quotas", () => {
  const warningsOf = (text: string) => parseOrganizationText("o.yaml", text).warnings.map(formatProblem);

  it("say that a security group exceeds the rules quota", () => {
    const rules = Array.from(
      { length: 29 },
      (_, index) => `      - { domain: d${index}.test, to: [10.3.${index}.1] }\n`,
    );
    const many = Array.from({ length: 61 }, (_, index) => `10.${index}.0.0/16`).join(", ");
    const text = exampleText
      .replace("    # … but", `${rules.join("")}    # … but`)
      .replace("    shareWith", `    inbound: { allowedCidrs: [${many}] }\n    shareWith`)
      .replace("        ports: [80]\n", `        ports: [80]\n        loadBalancer: { allowFrom: [${many}] }\n`);
    const quota = "above the quota of 60; request an increase in Service Quotas,";
    expect(warningsOf(text)).toEqual([
      `o.yaml:31:5 sharedNetwork.dns.forward: needs 62 rules in a security group, ${quota} or set untrackedThroughput: true, which opens everything with one rule`,
      `o.yaml:65:16 sharedNetwork.dns.inbound.allowedCidrs: needs 122 rules in a security group, ${quota} or name wider ranges`,
      `o.yaml:98:25 workloads.web.services.nginx.loadBalancer.allowFrom: needs 61 rules in a security group, ${quota} or name wider ranges`,
    ]);
  });

  it("say that a role exceeds the policies quota", () => {
    const policies = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::222222222222:policy/p${index}`).join(", ");
    const text = exampleText.replace("        ports: [80]\n", `        ports: [80]\n        policies: [${policies}]\n`);
    expect(warningsOf(text)).toEqual([
      "o.yaml:68:9 workloads.web.services.nginx.policies: are 11, above the quota of 10 per role; request an increase in Service Quotas, or merge some of the policies",
    ]);
  });
});

describe("quotas", () => {
  it("fails with more rules than an account can have in a Region", () => {
    const rules = Array.from(
      { length: 999 },
      (_, index) => `      - { domain: d${index}.example.com, to: [10.2.0.1] }\n`,
    );
    const text = exampleText.replace("    # … but", `${rules.join("")}    # … but`);
    expect(messageOf(() => parseOrganizationText("o.yaml", text))).toBe(
      "o.yaml has 1 problem\n  o.yaml:31:5 sharedNetwork.dns.forward: should be at most 1000 rules including resolveInAws (DNS-10), got 1001",
    );
  });
});
