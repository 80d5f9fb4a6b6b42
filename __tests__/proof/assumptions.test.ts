import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readAssumptions } from "../../config/assume";
import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { synth } from "../../main";
import { type Assumption } from "../../proof/graph/assumption";
import { InputError } from "../../proof/graph/input-error";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfPlans, graphOfStacks, readGraph } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { jsonReport } from "../../proof/report/json";
import { Locator } from "../../proof/report/location";
import { markdownReport } from "../../proof/report/markdown";
import { sarifReport } from "../../proof/report/sarif";
import { textReport } from "../../proof/report/text";
import { mountingStack } from "../support/mounting-stack";
import { synthFile } from "../support/synth";
import { changed, variants, yamlOf } from "../support/variants";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-assume-"));
  folders.push(folder);
  return folder;
}

const reason = "the network team says so";
const vpc = "vpc-0bbbbbbbbbbbbbbb0";
const subnets = ["subnet-0bbbbbbbbbbbbbbb1", "subnet-0bbbbbbbbbbbbbbb2"] as const;
const adopted = variants["adopted workload VPC"]!;
const said: Assumption[] = [
  { statement: "no-other-resolver-rules", vpc, reason },
  { statement: "network-acls-allow-all", vpc, reason },
  ...subnets.flatMap((subnet, index): Assumption[] => [
    { statement: "subnet-range", subnet, range: `10.20.${index}.0/24`, reason },
    { statement: "routes-to-nat", subnet, reason },
  ]),
];
const stacksOf = (file: typeof adopted) =>
  Object.fromEntries(
    Object.entries(synthFile(file)).map(([stack, { json }]) => [stack, JSON.parse(json) as object]),
  ) as Parameters<typeof graphOfStacks>[0];

describe("an adopted VPC", () => {
  const graph = graphOfStacks(stacksOf(adopted), said);
  const report = prove(graph);

  test("mounts with its owner's assumptions", () => {
    expect(report.paths.flatMap(({ hops }) => hops).filter(({ verdict }) => verdict !== "passes")).toEqual([]);
    expect([...new Set(report.paths.map(({ verdict }) => verdict))]).toEqual(["mounts"]);
    expect(report.findings).toEqual([]);
    expect(report.assumed).toEqual(
      said.map(({ statement, vpc, subnet, range }) => ({
        statement,
        of: vpc ?? subnet,
        ...(range === undefined ? {} : { range }),
        reason,
        used: true,
      })),
    );
  });

  test.each(said.map((_, index) => index))("is unknown without assumption %i", (index) => {
    const { paths } = prove(
      graphOfStacks(
        stacksOf(adopted),
        said.filter((_, at) => at !== index),
      ),
    );
    expect(paths.map(({ verdict }) => verdict)).toContain("unknown");
  });

  test("lists its assumptions in every format", () => {
    const line = `no-other-resolver-rules of ${vpc} (used): ${reason}`;
    expect(textReport(report, { color: false })).toContain(`assumed, as stated by the owner:\n  ${line}`);
    expect(markdownReport(report)).toContain("### Assumed, as stated by the owner");
    expect(markdownReport(report)).toContain(reason);
    expect((JSON.parse(jsonReport(report)) as typeof report).assumed).toEqual(report.assumed);
    const sarif = JSON.parse(sarifReport(report, new Locator(graph), { version: "0.0.0" })) as {
      runs: { properties: { assumed: unknown } }[];
    };
    expect(sarif.runs[0]!.properties.assumed).toEqual(report.assumed);
  });

  test("reads them from a synth of its file", () => {
    const folder = newFolder();
    const file = join(folder, "organization.yaml");
    writeFileSync(file, yamlOf({ ...adopted, assume: said as typeof adopted.assume }));
    const out = join(folder, "cdktf.out");
    synth(file, out);
    const { paths, assumed } = prove(readGraph([out]));
    expect([...new Set(paths.map(({ verdict }) => verdict))]).toEqual(["mounts"]);
    expect(assumed).toHaveLength(said.length);
    writeFileSync(join(out, "organization.assume.json"), '{"assume": [1]}');
    expect(() => readGraph([out])).toThrow(InputError);
  });
});

describe("an organization of adopted VPCs with secrets", () => {
  const file = structuredClone(adopted);
  file.sharedNetwork.vpc = variants["adopted shared VPC"]!.sharedNetwork.vpc!;
  const secrets = [
    "arn:aws:secretsmanager:us-east-1:222222222222:secret:web/database-AbCdEf",
    "arn:aws:ssm:us-east-1:222222222222:parameter/web/token",
  ] as const;
  const web = file.workloads!["web"]!;
  if (web.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
  Object.assign(web.services["nginx"]!, { secrets: { DATABASE_URL: `${secrets[0]}:url::`, TOKEN: secrets[1] } });
  const keys = secrets.map((secret): Assumption => ({ statement: "secret-key-aws-managed", secret, reason }));
  const isPrivate = subnets.map((subnet): Assumption => ({ statement: "private-subnet", subnet, reason }));
  const verdicts = (assume: readonly Assumption[]) => {
    const { paths, findings, assumed } = prove(graphOfStacks(stacksOf(file), assume));
    return { verdicts: [...new Set(paths.map(({ verdict }) => verdict))].sort(), findings, assumed };
  };

  test("mounts with its owner's assumptions", () => {
    const report = verdicts([...said, ...isPrivate, ...keys]);
    expect(report.verdicts).toEqual(["mounts"]);
    expect(report.findings).toEqual([]);
    expect(report.assumed!.every(({ used }) => used)).toBe(true);
  });

  test.each(keys)("is unknown without the key of $secret", (left) => {
    expect(verdicts([...said, ...isPrivate, ...keys.filter((key) => key !== left)]).verdicts).toContain("unknown");
  });
});

describe("the key of a secret", () => {
  const fixture = (name: string) =>
    JSON.parse(readFileSync(join(__dirname, "fixtures", name, "plan.json"), "utf8")) as unknown;

  test("in the input takes precedence, with a warning", () => {
    const assume: Assumption[] = [
      { statement: "secret-key-aws-managed", secret: "aws_secretsmanager_secret.db", reason },
    ];
    const { paths, findings } = prove(
      graphOfPlans({ plan: fixture("image/secret-under-a-customer-key-without-decrypt") }, assume),
    );
    expect(paths[0]!.verdict).toBe("fails");
    const detail =
      "assumed secret-key-aws-managed, but the input contradicts it: aws_secretsmanager_secret.db is encrypted with aws_kms_key.secrets; the input is used";
    expect(findings.map(({ rule, detail }) => [rule, detail])).toEqual([["ASM-01", detail]]);
  });

  test("shown as AWS managed in the input needs no assumption", () => {
    const assume: Assumption[] = [
      { statement: "secret-key-aws-managed", secret: "aws_secretsmanager_secret.db", reason },
    ];
    const { paths, findings } = prove(graphOfPlans({ plan: fixture("image/secret-with-the-aws-managed-key") }, assume));
    expect(paths[0]!.verdict).toBe("mounts");
    expect(findings.map(({ rule }) => rule)).toEqual(["ASM-02"]);
  });

  test("of another account is not assumed to be AWS managed", () => {
    const secret = "arn:aws:secretsmanager:us-east-1:333333333333:secret:web/database-AbCdEf";
    const file = structuredClone(variants["example"]!);
    const web = file.workloads!["web"]!;
    if (web.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
    Object.assign(web.services["nginx"]!, { secrets: { DATABASE_URL: secret } });
    const assume: Assumption[] = [{ statement: "secret-key-aws-managed", secret, reason }];
    const { paths, findings } = prove(graphOfStacks(stacksOf(file), assume));
    expect(paths.map(({ verdict }) => verdict)).toContain("unknown");
    expect(findings.map(({ rule }) => rule)).toEqual(["ASM-01"]);
  });
});

test("a subnet assumed to be private can run pods", () => {
  const profiles = (assumed: readonly Assumption[]) =>
    prove(graphOfStacks(stacksOf(adopted), assumed))
      .paths.flatMap(({ hops }) => hops)
      .filter(({ hop }) => hop === "fargate-profile")
      .map(({ verdict }) => verdict);
  expect(new Set(profiles([]))).toEqual(new Set(["unknown"]));
  const assumed = subnets.map((subnet): Assumption => ({ statement: "private-subnet", subnet, reason }));
  expect(new Set(profiles(assumed))).toEqual(new Set(["passes"]));
});

describe("an assumption that contradicts the input", () => {
  const broken = (change: (resources: Record<string, Record<string, Record<string, unknown>>>) => void) => {
    const stack = mountingStack();
    change(stack.resource);
    return stack as unknown as Parameters<typeof graphOfStacks>[0][string];
  };
  const address = Object.keys(mountingStack().resource["aws_vpc"]!)[0]!;

  test("is ignored, with a warning", () => {
    const stack = broken((resources) => {
      resources["aws_vpc"]![address]!["enable_dns_hostnames"] = false;
    });
    const assume: Assumption[] = [{ statement: "dns-attributes-on", vpc: `aws_vpc.${address}`, reason }];
    const { paths, findings } = prove(graphOfStacks({ apps: stack }, assume));
    expect(paths[0]!.verdict).toBe("fails");
    expect(findings.find(({ rule }) => rule === "ASM-01")).toEqual({
      rule: "ASM-01",
      severity: "warning",
      resource: `aws_vpc.${address}`,
      detail: `assumed dns-attributes-on, but the input contradicts it: enable_dns_hostnames of aws_vpc.${address} is off; the input is used`,
      fix: `remove the statement dns-attributes-on of aws_vpc.${address}, or correct what the input shows`,
    });
  });

  test("an unused assumption gives a warning", () => {
    const assume: Assumption[] = [{ statement: "amazon-provided-dns", vpc: "vpc-0ccccccccccccccc0", reason }];
    const { findings } = prove(graphOfStacks({ apps: broken(() => undefined) }, assume));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([["ASM-02", "warning"]]);
  });
});

test("an unknown default route leads to NAT if that is assumed", () => {
  const plan = join(__dirname, "fixtures/image/default-route-to-a-transit-gateway/plan.json");
  const json = JSON.parse(readFileSync(plan, "utf8")) as unknown;
  const assume = ["a", "b"].map((zone): Assumption => ({
    statement: "routes-to-nat",
    subnet: `aws_subnet.private_${zone}`,
    reason,
  }));
  expect(prove(graphOfPlans({ plan: json })).paths.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"]);
  expect(prove(graphOfPlans({ plan: json }, assume)).paths.map(({ verdict }) => verdict)).toEqual(["mounts", "mounts"]);
});

describe("a security group of another state", () => {
  const plan = (name: string) =>
    JSON.parse(readFileSync(join(__dirname, "fixtures", name, "plan.json"), "utf8")) as unknown;
  const securityGroup = "sg-0c0ffee0c0ffee000";
  const outbound = (port: number, to: string): Assumption => ({
    statement: "security-group-allows-outbound",
    securityGroup,
    port,
    to,
    reason,
  });
  const judge = (assume: readonly Assumption[]) =>
    prove(graphOfPlans({ plan: plan("network/task-group-by-literal-id") }, assume));
  const verdicts = (assume: readonly Assumption[]) => [...new Set(judge(assume).paths.map(({ verdict }) => verdict))];

  test("allows only what its owner assumes", () => {
    expect(verdicts([])).toEqual(["unknown"]);
    expect(verdicts([outbound(2049, "10.0.0.0/16")])).toEqual(["unknown"]);
    expect(verdicts([outbound(2049, "10.0.0.0/16"), outbound(443, "0.0.0.0/0")])).toEqual(["mounts"]);
    expect(verdicts([outbound(2049, "aws_security_group.efs"), outbound(443, "0.0.0.0/0")])).toEqual(["mounts"]);
    expect(verdicts([outbound(2049, "10.99.0.0/16"), outbound(443, "0.0.0.0/0")])).toEqual(["unknown"]);
  });

  test("is listed with port and peer, with a warning if it is unused", () => {
    const report = judge([outbound(2049, "10.0.0.0/16"), outbound(443, "0.0.0.0/0"), outbound(53, "0.0.0.0/0")]);
    expect(report.assumed!.map(({ port, to, used }) => [port, to, used])).toEqual([
      [2049, "10.0.0.0/16", true],
      [443, "0.0.0.0/0", true],
      [53, "0.0.0.0/0", false],
    ]);
    expect(report.findings.map(({ rule }) => rule)).toEqual(["ASM-02"]);
    expect(textReport(report, { color: false })).toContain(
      `security-group-allows-outbound of ${securityGroup}, tcp/2049 to 10.0.0.0/16 (used): ${reason}`,
    );
  });

  test("the input takes precedence over an assumption about a known group", () => {
    const assume: Assumption[] = [
      {
        statement: "security-group-allows-inbound",
        securityGroup: "aws_security_group.efs",
        port: 22,
        from: "10.0.0.0/16",
        reason,
      },
    ];
    const { findings } = judge(assume);
    expect(findings.map(({ rule, detail }) => [rule, detail])).toEqual([
      [
        "ASM-01",
        "assumed security-group-allows-inbound, but the input contradicts it: none of its rules allows tcp/22 from 10.0.0.0/16; the input is used",
      ],
    ]);
  });
});

describe("internet names that are forwarded on-premises", () => {
  const file = variants["a NAT gateway per zone and a public image"]!;
  const image = (assume: readonly Assumption[]) =>
    new Set(
      prove(graphOfStacks(stacksOf(file), assume))
        .paths.flatMap(({ hops }) => hops)
        .filter(({ hop }) => hop === "image")
        .map(({ verdict }) => verdict),
    );

  test("resolve if the owner assumes it", () => {
    const assume: Assumption[] = [{ statement: "on-premises-answers-internet-names", vpc: "aws_vpc.apps", reason }];
    expect(image([])).toContain("unknown");
    expect(image(assume)).toEqual(new Set(["passes"]));
  });
});

test("an adopted VPC reaches S3 through the gateway endpoint in an assumption", () => {
  const withoutNat = said.filter(({ statement }) => statement !== "routes-to-nat");
  const judge = (assume: readonly Assumption[]) => prove(graphOfStacks(stacksOf(adopted), assume));
  const open = (assume: readonly Assumption[]) =>
    judge(assume)
      .paths.flatMap(({ hops }) => hops)
      .filter(({ hop, verdict }) => hop === "image" && verdict !== "passes")
      .map(({ rule, detail }) => `${rule} ${detail}`);
  const gateway: Assumption = { statement: "s3-gateway-on-route-tables", vpc, reason };
  expect(new Set(open(withoutNat).map((one) => one.split(" ")[0]))).toEqual(new Set(["EP-03"]));
  expect(open([...withoutNat, gateway])).toEqual([]);
  expect(judge([...withoutNat, gateway]).assumed!.every(({ used }) => used)).toBe(true);
});

test("an adopted VPC reaches the endpoints that its owner knows", () => {
  const file = structuredClone(adopted);
  const { vpc: settings } = file.workloadVpcs!["apps"] as unknown as { vpc: Record<string, unknown> };
  settings["existingEndpoints"] = ["s3", "ecr.api", "ecr.dkr", "logs"];
  const judge = (assume: readonly Assumption[]) => prove(graphOfStacks(stacksOf(file), assume));
  const about = (assume: readonly Assumption[], rule: string) =>
    judge(assume)
      .paths.flatMap(({ hops }) => hops)
      .filter((hop) => hop.rule === rule && hop.verdict === "unknown");
  const open: Assumption = { statement: "existing-endpoints-open", vpc, reason };
  expect(about(said, "EP-08").map(({ resource }) => resource)).toContain("data.aws_vpc_endpoint.ecr_api");
  expect(about([...said, open], "EP-08")).toEqual([]);
  expect(judge([...said, open]).assumed!.find(({ statement }) => statement === open.statement)!.used).toBe(true);
});

test("a secret's key may be used where the owner says so", () => {
  const secret = "arn:aws:ssm:us-east-1:222222222222:parameter/web/token";
  const file = changed(({ workloads }) => {
    const { services } = workloads!["web"] as unknown as { services: Record<string, Record<string, unknown>> };
    services["nginx"]!["secrets"] = { TOKEN: secret };
  });
  const open = (assume: readonly Assumption[]) =>
    prove(graphOfStacks(stacksOf(file), assume))
      .paths.flatMap(({ hops }) => hops)
      .filter(({ rule, verdict }) => rule === "ECS-22" && verdict === "unknown");
  expect(open([])).not.toEqual([]);
  expect(open([{ statement: "secret-key-usable", secret, reason }])).toEqual([]);
});

test("another account's repository may be pulled from where the owner says so", () => {
  const registry = "333333333333.dkr.ecr.us-east-1.amazonaws.com";
  const file = changed(({ workloads }) => {
    const { services } = workloads!["web"] as unknown as { services: Record<string, { image: string }> };
    services["nginx"]!.image = `${registry}/team/nginx:1`;
  });
  const judged = (assume: readonly Assumption[], further: Record<string, JsonObject> = {}) =>
    prove(graphOfStacks({ ...stacksOf(file), ...further }, assume));
  const open = (assume: readonly Assumption[]) =>
    judged(assume)
      .paths.flatMap(({ hops }) => hops)
      .filter(({ detail, verdict }) => verdict === "unknown" && detail.includes("repository policy"));
  const said = (of: string): Assumption => ({ statement: "repository-allows-pull", registry: of, reason });
  expect(open([])).not.toEqual([]);
  expect(open([said(registry)])).toEqual([]);
  expect(open([said(`${registry}/team/nginx`)])).toEqual([]);
  expect(open([said(`${registry}/team`)])).not.toEqual([]);
  expect(open([said("333333333333.dkr.ecr.us-west-2.amazonaws.com")])).not.toEqual([]);
  // A policy in the input is evaluated, whatever is assumed.
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::444444444444:root" }, Action: "ecr:*" }],
  });
  const ecr = {
    provider: { aws: { region: "us-east-1", allowed_account_ids: ["333333333333"] } },
    resource: { aws_ecr_repository_policy: { nginx: { repository: "team/nginx", policy } } },
  };
  const { assumed } = judged([said(registry)], { ecr });
  expect(assumed).toEqual([
    expect.objectContaining({ used: false, contradiction: "the policy of team/nginx does not allow it" }),
  ]);
});

test("an id that the organization file does not contain is refused", () => {
  const assume = [{ statement: "amazon-provided-dns" as const, vpc: "vpc-0ccccccccccccccc0", reason }];
  expect(() => parseOrganizationText("organization.yaml", yamlOf({ ...adopted, assume }))).toThrow(
    "should be a vpc that this file names, or a Terraform address, got",
  );
});

describe("a file for --assume", () => {
  const read = (text: string) => {
    const file = join(newFolder(), "assume.yaml");
    writeFileSync(file, text);
    return readAssumptions(file);
  };
  const problems = (text: string) => {
    try {
      read(text);
    } catch (error) {
      if (error instanceof ConfigError) {
        return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
      }
      throw error;
    }
    return [];
  };

  test("returns its assumptions", () => {
    expect(read(`assume:\n  - { statement: amazon-provided-dns, vpc: ${vpc}, reason: ${reason} }\n`)).toEqual([
      { statement: "amazon-provided-dns", vpc, reason },
    ]);
  });

  test("returns a port and a peer", () => {
    const group = "sg-0bbbbbbbbbbbbbbb0";
    expect(
      read(
        `assume:\n  - { statement: security-group-allows-inbound, securityGroup: ${group}, port: 2049, from: 10.0.0.0/16, reason: ${reason} }\n`,
      ),
    ).toEqual([
      { statement: "security-group-allows-inbound", securityGroup: group, port: 2049, from: "10.0.0.0/16", reason },
    ]);
    expect(
      problems(
        `assume:\n  - { statement: security-group-allows-inbound, securityGroup: ${vpc}, port: 70000, from: everywhere, reason: ${reason} }\n`,
      ).map((one) => one.replace(/^\S+ /, "")),
    ).toEqual([
      `should be a security group's id or Terraform address, got '${vpc}'`,
      "should be a TCP port from 1 to 65535, got 70000",
      "should be an IPv4 CIDR block, or a security group's id or Terraform address, got 'everywhere'",
    ]);
  });

  test("refuses an id of another type", () => {
    const found = problems(`assume:\n  - { statement: amazon-provided-dns, vpc: ${subnets[0]}, reason: ${reason} }\n`);
    expect(found).toEqual([`2:44 should be a VPC's id or Terraform address, got '${subnets[0]}'`]);
  });

  test("is refused with line and column", () => {
    const found = problems(
      `assume:\n  - { statement: amazon-provided-dns, vpc: ${vpc} }\n  - { statement: all-is-well, reason: ${reason} }\n`,
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^2:\d+ .*reason/);
    expect(found[1]).toMatch(/^3:\d+ /);
  });
});
