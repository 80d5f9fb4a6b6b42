/**
 * Facts that no example contains: passing fixtures, each broken at one place of its source, as a user would break it.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readInputs } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { ruleTitles } from "../../proof/rules";
import { exitCode, type Report } from "../../proof/verdict";
import { projectRoot } from "../support/command";
import { brokenElsewhere, ruleBreaks } from "./rule-breaks";

const fixtures = join(projectRoot, "__tests__", "proof", "fixtures");

interface Break {
  readonly fact: string;
  readonly fixture: string;
  readonly from: string | RegExp;
  readonly to: string;
}

const hub = "routes/central-endpoints-over-a-transit-gateway";
const breaks: readonly Break[] = [
  {
    fact: "customer key",
    fixture: "image/secret-under-a-customer-key-with-decrypt",
    from: "kms:Decrypt",
    to: "kms:Encrypt",
  },
  {
    fact: "endpoint policy",
    fixture: "image/endpoint-policies-for-just-what-is-needed",
    from: '"ecr:BatchGetImage", ',
    to: "",
  },
  { fact: "transit gateway, route there", fixture: hub, from: /resource "aws_route" "there" \{[^}]*\}/, to: "" },
  { fact: "transit gateway, route back", fixture: hub, from: /resource "aws_route" "back" \{[^}]*\}/, to: "" },
  {
    fact: "a private zone's VPC",
    fixture: hub,
    from: /vpc \{\s+vpc_id = aws_vpc.hub.id\s+\}/,
    to: "",
  },
  {
    fact: "a NAT gateway's address",
    fixture: "image/docker-hub-behind-nat",
    from: "allocation_id = aws_eip.nat.id",
    to: "",
  },
  {
    fact: "a container's memory",
    fixture: "registration/instances-and-a-soft-memory-limit",
    from: "memoryReservation = 256",
    to: "",
  },
  {
    fact: "environment file",
    fixture: "image/environment-file-through-the-gateway",
    from: "s3:GetObject",
    to: "s3:PutObject",
  },
  {
    fact: "registry credentials",
    fixture: "image/registry-credentials-with-the-right",
    from: "GetSecretValue",
    to: "DescribeSecret",
  },
  {
    fact: "DNS Firewall",
    fixture: "resolver/firewall-lets-the-needed-names-through",
    from: /priority( +)= 100/,
    to: "priority$1= 300",
  },
  {
    fact: "firewall priorities",
    fixture: "findings/firewall-rules-of-different-priorities",
    from: /priority( +)= 110/,
    to: "priority$1= 100",
  },
  {
    fact: "private DNS beside a zone",
    fixture: "findings/endpoint-without-private-dns-beside-its-zone",
    from: "private_dns_enabled = false",
    to: "private_dns_enabled = true",
  },
  {
    fact: "Block Public Access",
    fixture: "image/vpc-excluded-from-the-accounts-block",
    from: /resource "aws_vpc_block_public_access_exclusion"[^}]*\}/,
    to: "",
  },
];

/** Changes whose paths still mount, with a warning: the rules of the findings. */
const warned: readonly (Break & { readonly rules: readonly string[] })[] = [
  {
    fact: "a route back to who may ask",
    fixture: "findings/inbound-endpoint-with-a-way-back",
    from: 'cidr_block         = "10.0.0.0/8"',
    to: 'cidr_block         = "10.2.0.0/16"',
    rules: ["DNS-24"],
  },
  {
    fact: "clients of the load balancer",
    fixture: "findings/ports-of-a-service-that-are-open",
    from: /from_port( +)= 80\n( +)to_port( +)= 80\n/,
    to: "from_port$1= 443\n$2to_port$3= 443\n",
    rules: ["ECS-30"],
  },
  {
    fact: "the load balancer's way to its targets",
    fixture: "findings/ports-of-a-service-that-are-open",
    from: /egress \{[^}]*9000[^}]*\}/,
    to: "",
    rules: ["ECS-30"],
  },
  {
    fact: "a mount that reads alone",
    fixture: "findings/root-mounted-to-read-by-another-user",
    from: ", readOnly = true",
    to: "",
    rules: ["EFS-17"],
  },
  {
    fact: "a profile for CoreDNS",
    fixture: "eks/profile-in-one-zone",
    from: 'labels    = { k8s-app = "kube-dns" }',
    to: 'labels    = { k8s-app = "metrics-server" }',
    rules: ["EKS-05"],
  },
  {
    fact: "objects that every Deny of a role leaves",
    fixture: "findings/denies-of-one-role-that-leave-its-states",
    from: /"[^"]*ports\/\*", "[^"]*depots\/\*", ("[^"]*shared)/,
    to: "$1",
    rules: ["TF-13"],
  },
];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "breaks-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Only the fixture's source, with a change in the first file that contains the text. */
async function judged(fixture: string, change?: Pick<Break, "from" | "to">): Promise<Report> {
  const from = join(fixtures, fixture);
  cpSync(from, folder, { recursive: true, filter: (file) => !file.endsWith(".json") });
  let isChanged = false;
  for (const name of readdirSync(folder)) {
    if (!change || isChanged || !name.endsWith(".tf")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    const changed = text.replace(change.from, change.to);
    isChanged = changed !== text;
    writeFileSync(join(folder, name), changed);
  }
  expect(isChanged).toBe(change !== undefined);
  return prove(await readInputs([folder]));
}

test.each(breaks)("$fact: the source of $fixture exits with 0", async ({ fixture }) => {
  const report = await judged(fixture);
  expect(report.paths.length).toBeGreaterThan(0);
  expect(exitCode(report)).toBe(0);
});

test.each(breaks)("fails or is unknown without $fact: $fixture", async ({ fixture, from, to }) => {
  expect(exitCode(await judged(fixture, { from, to }))).not.toBe(0);
});

const rulesOf = ({ findings }: Report) => findings.map(({ rule }) => rule);

test.each(warned)("$fact: the source of $fixture has no finding", async ({ fixture }) => {
  expect(rulesOf(await judged(fixture))).toEqual([]);
});

test.each(warned)("warns without $fact: $fixture", async ({ fixture, from, to, rules }) => {
  expect(rulesOf(await judged(fixture, { from, to }))).toEqual(rules);
});

const named = ({ paths, findings }: Report) => [
  ...paths.flatMap(({ hops }) => hops.filter(({ verdict }) => verdict !== "passes").map(({ rule }) => rule)),
  ...findings.map(({ rule }) => rule),
];

test.each(Object.entries(ruleBreaks))("names %s for one change of a fixture that mounts", async (rule, change) => {
  expect(named(await judged(change.fixture))).toEqual([]);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  expect(named(await judged(change.fixture, change))).toContain(rule);
});

test.each(Object.entries(brokenElsewhere))("%s is broken in %s", (rule, file) => {
  expect(readFileSync(join(projectRoot, "__tests__", file), "utf8")).toContain(rule);
});

test("every rule is broken once", () => {
  const broken = [...Object.keys(ruleBreaks), ...Object.keys(brokenElsewhere)];
  expect(broken.sort()).toEqual(Object.keys(ruleTitles).sort());
});
