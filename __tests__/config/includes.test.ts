import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import * as fc from "fast-check";
import { stringify } from "yaml";

import { ConfigError, formatProblem } from "../../config/errors";
import { includedTexts, readOrganization } from "../../config/load";
import { synth } from "../../main";
import { organizations } from "../support/arbitrary-organization";
import { runs } from "../support/runs";

let folder: string;
const back = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-include-"));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(back);
  rmSync(folder, { recursive: true });
});

const main = `name: example
region: us-east-1
include: [teams/*.yaml]
accounts: { network: { id: "111111111111" }, apps: { id: "222222222222" } }
sharedNetwork:
  account: network
  vpc: { cidr: 10.0.0.0/22, availabilityZones: [us-east-1a, us-east-1b], transitGateway: tgw-0123456789abcdef0 }
  dns:
    forward: [{ domain: ".", to: [10.2.0.1, 10.2.0.2] }]
    resolveInAws: [amazonaws.com]
    shareWith: [apps]
defaults:
  vpcs:
    account: apps
    availabilityZones: [us-east-1a, us-east-1b]
    fileSystems: { data: { accessPoints: { app: { path: /app, uid: 1000, gid: 1000 } } } }
  fileSystems: { backup: false }
  services: { cpu: 512, memory: 1024, mounts: { /data: { fileSystem: data, accessPoint: app } } }
`;

const web = `workloadVpcs:
  web: { cidr: 10.10.0.0/16 }
workloads:
  web:
    platform: ecs-fargate
    vpc: web
    services:
      site: { image: 222222222222.dkr.ecr.us-east-1.amazonaws.com/site:1 }
`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function problemsOf(files: Readonly<Record<string, string>>): string[] {
  write({ "organization.yaml": main, ...files });
  try {
    readOrganization("organization.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(formatProblem);
    throw error;
  }
  return [];
}

describe("included files", () => {
  it("add their entries, which take the organization's defaults unless a file has its own", () => {
    write({
      "organization.yaml": main,
      "teams/web.yaml": web,
      "teams/data.yaml": `defaults: { vpcs: { internet: nat, fileSystems: ~ }, fileSystems: { backup: true } }
workloadVpcs:
  data: { cidr: 10.11.0.0/16, fileSystems: { own: {} } }
  none: { cidr: 10.12.0.0/16, internet: none, availabilityZones: [us-east-1c] }
`,
      "teams/.hidden.yaml": "not: read",
    });
    const { organization, warnings } = readOrganization("organization.yaml");
    expect(warnings).toEqual([]);
    expect(organization.workloadVpcs).toMatchObject({
      web: { account: "apps", internet: "none", fileSystems: { data: { backup: false } } },
      data: { account: "apps", internet: { nat: "per-zone" }, fileSystems: { own: { backup: true } } },
      none: { internet: "none", availabilityZones: ["us-east-1c"], fileSystems: {} },
    });
    expect(organization.workloads["web"]).toMatchObject({
      services: {
        site: { cpu: 512, memory: 1024, containers: { site: { mounts: { "/data": { accessPoint: "app" } } } } },
      },
    });
  });

  it("give adopted VPCs, existing file systems and services with containers only the defaults that these have", () => {
    const file = main.replace("fileSystems: { backup: false }", "fileSystems: { backup: false, oneZone: us-east-1a }");
    expect(
      problemsOf({
        "organization.yaml": file.replace("availabilityZones: [us-east-1a, us-east-1b]\n", "publicSubnets: true\n"),
        "teams/a.yaml": `workloadVpcs:
  apps:
    vpc:
      id: vpc-0123456789abcdef0
      cidr: 10.20.0.0/16
      privateSubnets: { us-east-1a: { id: subnet-0123456789abcdef0, routeTable: rtb-0123456789abcdef0 } }
    fileSystems: { data: { id: fs-0123456789abcdef0 } }
workloads:
  apps:
    platform: ecs-fargate
    vpc: apps
    services:
      site: { containers: { site: { image: 222222222222.dkr.ecr.us-east-1.amazonaws.com/site:1 } } }
`,
      }),
    ).toEqual([]);
    const { workloadVpcs, workloads } = readOrganization("organization.yaml").organization;
    expect(workloadVpcs["apps"]!.account).toBe("apps");
    expect(workloadVpcs["apps"]!.fileSystems["data"]).toMatchObject({ oneZone: "us-east-1a" });
    expect(workloads["apps"]).toMatchObject({ services: { site: { cpu: 512, containers: { site: { mounts: {} } } } } });
  });

  it("fails with the file, line and column of each mistake, in every file", () => {
    expect(
      problemsOf({
        "teams/web.yaml": web.replace("10.10.0.0/16", "ten").replace("site: {", "site: { ram: 1,"),
        "teams/b.yaml":
          "workloadVpcs:\n  other: { account: nobody, cidr: 10.11.0.0/16, availabilityZones: [us-west-2a] }\n",
      }),
    ).toEqual([
      "teams/b.yaml:2:21 workloadVpcs.other.account: should be the name of an account, got 'nobody'; available: network and apps",
      "teams/b.yaml:2:69 workloadVpcs.other.availabilityZones[0]: should be a zone of us-east-1, got 'us-west-2a'; did you mean 'us-east-1a'?",
      expect.stringMatching(/^teams\/web\.yaml:2:16 workloadVpcs\.web\.cidr: /),
      expect.stringMatching(/^teams\/web\.yaml:8:15 workloads\.web\.services\.site\.ram: unknown property/),
    ]);
  });

  it("fails once for a wrong default, where it is written, however many take it", () => {
    expect(
      problemsOf({
        "organization.yaml": main.replace("[us-east-1a, us-east-1b]\n    file", "[us-east-2a]\n    file"),
        "teams/a.yaml": "workloadVpcs: { a: { cidr: 10.10.0.0/16 }, b: { cidr: 10.11.0.0/16 } }\n",
      }),
    ).toEqual([
      "organization.yaml:15:25 defaults.vpcs.availabilityZones[0]: should be a zone of us-east-1, got 'us-east-2a'; did you mean 'us-east-1a'?",
    ]);
  });

  it("fails with both places if a name occurs in two files", () => {
    expect(
      problemsOf({ "teams/web.yaml": web, "teams/z.yaml": "\nworkloadVpcs:\n  web: { cidr: 10.11.0.0/16 }\n" }),
    ).toEqual(["teams/z.yaml:3:3 workloadVpcs.web: is also defined at teams/web.yaml:2:3; rename or remove one"]);
    expect(problemsOf({ "teams/z.yaml": 'accounts: { apps: { id: "333333333333" } }\n' })).toContain(
      "teams/z.yaml:1:13 accounts.apps: is also defined at organization.yaml:4:46; rename or remove one",
    );
  });

  it("fails for what only the organization's own file may have", () => {
    expect(
      problemsOf({
        "teams/a.yaml": "region: us-west-2\ninclude: [b.yaml]\nworkload: {}\nworkloads: []\nassume:\n",
        "teams/b.yaml": "[]\n",
        "teams/c.yaml": "workloadVpcs: { x: &x {}, x: {} }\ndefaults: { vpcs: { cidr: 10.0.0.0/16 }, service: {} }\n",
      }),
    ).toEqual([
      "teams/a.yaml:1:1 region: belongs in organization.yaml, which includes this file; move it there",
      "teams/a.yaml:2:1 include: belongs in organization.yaml, which includes this file; move it there",
      "teams/a.yaml:3:1 workload: unknown property; did you mean 'workloads'?",
      "teams/a.yaml:4:1 workloads: should be a mapping, got a list",
      "teams/a.yaml:5:1 assume: should be a list, got nothing; fill it in or remove it",
      "teams/b.yaml:1:1: should be a mapping with accounts, workloadVpcs, workloads, retired, assume or defaults",
      "teams/c.yaml:1:27 workloadVpcs.x: is a duplicate key; keep one",
      "teams/c.yaml:1:27 workloadVpcs.x.cidr: is missing; it should be an IPv4 range in CIDR form, such as 10.10.0.0/16",
      expect.stringContaining("teams/c.yaml:2:21 defaults.vpcs.cidr: unknown property"),
      expect.stringContaining("teams/c.yaml:2:42 defaults.service: unknown property; did you mean 'services'?"),
    ]);
  });

  it("fails with every file that is not YAML, and with a file that does not exist", () => {
    expect(
      problemsOf({
        "organization.yaml": main.replace("teams/*.yaml", "teams/*.yaml, missing.yaml"),
        "teams/a.yaml": "a: [",
        "teams/b.yaml": "",
      }).map((problem) => problem.replace(/(is not YAML).*/, "$1")),
    ).toEqual([
      "teams/a.yaml:1:5: is not YAML",
      "teams/b.yaml:1:1: is empty; see docs/organization.md",
      "missing.yaml: file not found; correct the path under include",
    ]);
  });

  it("are found below the file's folder only, unless named without a pattern", () => {
    mkdirSync("org");
    write({ "outside.yaml": web, "org/x/y/deep.yaml": "retired: {}\n" });
    symlinkSync("../outside.yaml", "org/linked.yaml");
    const including = (list: string) => main.replace("teams/*.yaml", list);
    const problemsWith = (list: string) => {
      writeFileSync("org/organization.yaml", including(list));
      try {
        readOrganization("org/organization.yaml");
      } catch (error) {
        return (error as ConfigError).problems.map(formatProblem);
      }
      return [];
    };
    expect(problemsWith("../outside.yaml, '**/deep.yaml', x/y/deep.yaml")).toEqual([]);
    expect(problemsWith("../*.yaml, none-*.yaml, link*.yaml, organization.yaml")).toEqual([
      "org/organization.yaml:3:11 include[0]: should find files in this file's folder only, got '../*.yaml'; name files elsewhere without a pattern",
      "org/organization.yaml:3:22 include[1]: should match a file, got 'none-*.yaml'; correct the pattern, or remove it",
      "org/organization.yaml:3:35 include[2]: finds 'linked.yaml', a link that leads out of this file's folder; name that file without a pattern",
      "org/organization.yaml:3:47 include[3]: is this file itself, got 'organization.yaml'; remove it",
    ]);
  });

  it("belong to the key of a synth, and their lines are written beside the stacks", () => {
    write({ "organization.yaml": main, "teams/web.yaml": web });
    expect(includedTexts("organization.yaml", Buffer.from(main)).map(String)).toEqual(["teams/web.yaml", web]);
    const written = () => synth("organization.yaml", "cdktf.out", { sources: "same" }).stacks.map(({ name }) => name);
    expect(written()).toContain("vpc-web");
    writeFileSync("teams/web.yaml", web.replace("  web: {", "  www: {").replace("vpc: web", "vpc: www"));
    expect(written()).toContain("vpc-www");
    const { included, lines } = JSON.parse(readFileSync("cdktf.out/organization.lines.json", "utf8")) as {
      included: Record<string, Record<string, number>>;
      lines: Record<string, number>;
    };
    expect(included["teams/web.yaml"]).toMatchObject({
      "/workloadVpcs/www/cidr": 2,
      "/workloads/web/services/site": 8,
    });
    expect(lines).toMatchObject({ "/workloadVpcs/www/availabilityZones": 15, "/workloads/web/services/site/cpu": 18 });
  });

  it("and defaults mean the same as one file without them", () => {
    fc.assert(
      fc.property(organizations(), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (file, picks) => {
        writeFileSync("whole.yaml", stringify(file));
        const expected = readOrganization("whole.yaml").organization;
        const pick = (index: number) => picks[index % picks.length];
        const parts: Record<string, Record<string, unknown>>[] = [{}, {}];
        const rest: Record<string, unknown> = { ...file };
        for (const key of ["workloadVpcs", "workloads", "retired"] as const) {
          const entries = Object.entries(file[key] ?? {});
          rest[key] = Object.fromEntries(entries.filter((_, index) => pick(index)));
          const moved = entries.filter((_, index) => !pick(index));
          for (const [half, part] of parts.entries())
            part[key] = Object.fromEntries(moved.filter((_, index) => index % 2 === half));
        }
        const accounts = new Set(Object.values(file.workloadVpcs ?? {}).map(({ account }) => account));
        const [account] = accounts;
        if (accounts.size === 1) {
          rest["defaults"] = { vpcs: { account } };
          for (const half of [rest, ...parts])
            for (const vpc of Object.values((half["workloadVpcs"] ?? {}) as Record<string, object>))
              Object.assign(vpc, { account: undefined });
        }
        write({
          "split.yaml": stringify({ ...rest, include: ["part-?.yaml"] }, { keepUndefined: false }),
          "part-0.yaml": stringify(parts[0]),
          "part-1.yaml": stringify(parts[1]),
        });
        const { include, defaults, ...organization } = readOrganization("split.yaml").organization;
        expect(include).toEqual(["part-?.yaml"]);
        void defaults;
        expect(organization).toEqual(expected);
      }),
      runs(300, 8),
    );
  });
});
