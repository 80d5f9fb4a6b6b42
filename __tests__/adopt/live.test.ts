import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { adopt } from "../../adopt/adopt";
import { type LiveDetails } from "../../adopt/live/details";
import { allowsAll, allowsHttps, isUnrestricted } from "../../adopt/live/rules";
import { signed } from "../../adopt/live/sign";
import { observe } from "../../adopt/terraform/observe";
import { resourcesOf } from "../../adopt/terraform/resources";
import { parseOrganizationText } from "../../config/load";
import { runCommand } from "../support/command";
import * as network from "./network";

const { endpoint, fileSystem, id, twoZones, vpcId } = network;

test("a request is signed as in AWS's example", () => {
  const headers = { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" };
  const url = new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08");
  const credentials = {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  };
  const now = new Date("2015-08-30T12:36:00Z");
  const { authorization } = signed({ method: "GET", url, headers, body: "" }, "iam", "us-east-1", credentials, now);
  expect(authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, " +
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  );
});

describe("what a statement needs", () => {
  const rule = (number: number, action: "allow" | "deny", more: object = {}) => {
    return { RuleNumber: number, RuleAction: action, Egress: false, Protocol: "-1", CidrBlock: "0.0.0.0/0", ...more };
  };

  test.each([
    [[rule(100, "allow"), rule(32767, "deny")], true],
    [[rule(100, "deny", { CidrBlock: "10.0.0.0/8" }), rule(200, "allow")], false],
    [[rule(200, "allow"), rule(100, "allow", { Protocol: "6" })], false],
    [[rule(50, "deny", { Egress: true }), rule(100, "allow")], true],
    [[rule(50, "allow", { CidrBlock: undefined, Ipv6CidrBlock: "::/0" }), rule(32767, "deny")], false],
    [[], false],
  ])("network ACL %j allows everything: %s", (Entries, expected) => {
    expect(allowsAll({ Entries }, false)).toBe(expected);
  });

  test.each([
    [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }, true],
    [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }, true],
    [{ IpProtocol: "tcp", FromPort: 0, ToPort: 442, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }, false],
    [{ IpProtocol: "udp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.20.0.0/16" }] }, false],
    [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.20.0.0/17" }] }, false],
    [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: "sg-1" }] }, false],
  ])("security group rule %j allows HTTPS from the VPC: %s", (permission, expected) => {
    expect(allowsHttps(permission, "10.20.0.0/16")).toBe(expected);
  });

  const allow = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  test.each([
    [{ Statement: [allow] }, true],
    [{ Version: "2008-10-17", Statement: { ...allow, Sid: "all", Principal: { AWS: "*" } } }, true],
    [{ Statement: [{ ...allow, Condition: { StringEquals: {} } }] }, false],
    [{ Statement: [{ ...allow, Action: "s3:GetObject" }] }, false],
    [{ Statement: [{ ...allow, NotAction: "s3:*" }] }, false],
    [{ Statement: [{ ...allow, Effect: "Deny" }] }, false],
    [{ Statement: [allow, { ...allow, Effect: "Deny" }] }, false],
    [undefined, false],
  ])("endpoint policy %j is the default: %s", (policy, expected) => {
    expect(isUnrestricted({ PolicyDocument: policy && JSON.stringify(policy) })).toBe(expected);
  });
});

describe("what is read from AWS", () => {
  const gateway = { vpc_endpoint_type: "Gateway", route_table_ids: [11, 12, 13].map((one) => id("rtb", one)) };
  const resources = [
    ...twoZones(),
    ...[endpoint(1, "logs"), endpoint(2, "ecr.api"), endpoint(3, "s3", gateway)],
    ...fileSystem(1, "content", [1, 2]),
  ];
  const everything: LiveDetails = {
    date: "2026-11-30",
    ...{ narrowAcls: [], resolverRules: [], profiles: [], unread: [] },
    unrestricted: new Set([1, 2, 3].map((one) => id("vpce", one))),
    reachable: new Set([1, 2].map((one) => id("vpce", one))),
    withoutPolicy: new Set([id("fs", 1)]),
  };
  const minimal = parseOrganizationText("o.yaml", network.organization).organization;
  const written = (details: Partial<LiveDetails> = {}) => {
    const observed = observe("AWS in us-east-1", resourcesOf("state.json", network.stateJson(resources)));
    return adopt({ ...observed, details: { ...everything, ...details } }, vpcId, minimal, { subnet: [] });
  };
  const statements = (details: Partial<LiveDetails>) => {
    const { assume } = parseOrganizationText("o.yaml", network.organization + written(details).text).organization;
    return assume.map(({ statement }) => statement);
  };

  test("becomes statements with reasons, which load", () => {
    const { text } = written();
    expect(text.slice(text.indexOf("\nassume:"))).toBe(`
assume:
  - statement: no-other-resolver-rules
    vpc: ${vpcId}
    reason: "read from AWS on 2026-11-30: no resolver rule and no Route 53 Profile was associated"
  - statement: network-acls-allow-all
    vpc: ${vpcId}
    reason: "read from AWS on 2026-11-30: the first rule of every network ACL in use allows everything"
  - statement: existing-endpoints-open
    vpc: ${vpcId}
    reason: "read from AWS on 2026-11-30: security groups allow HTTPS from the VPC, and the policies are the default"
  - statement: s3-gateway-on-route-tables
    vpc: ${vpcId}
    reason: "read from AWS on 2026-11-30: the gateway endpoint is on every route table, with the default policy"
  - statement: file-system-policy-allows-clients
    fileSystem: ${id("fs", 1)}
    reason: "read from AWS on 2026-11-30: the file system has no policy"
`);
    expect(statements({})).toHaveLength(5);
  });

  test.each<[string, Partial<LiveDetails>, string | undefined]>([
    ["no-other-resolver-rules", { resolverRules: ["rslvr-rr-1"] }, "# Associated with the VPC already: rslvr-rr-1."],
    ["no-other-resolver-rules", { profiles: ["rp-1"] }, "# Associated with the VPC already: rp-1."],
    [
      "no-other-resolver-rules",
      { profiles: undefined, unread: ["the Route 53 Profiles (403)"] },
      "# Could not be read: the Route 53 Profiles (403).",
    ],
    ["network-acls-allow-all", { narrowAcls: ["acl-1"] }, "# Network ACLs that don't allow everything: acl-1."],
    ["network-acls-allow-all", { narrowAcls: undefined }, undefined],
    ["existing-endpoints-open", { reachable: new Set([id("vpce", 1)]) }, `policy: ${id("vpce", 2)} (EP-08).`],
    ["existing-endpoints-open", { reachable: undefined }, undefined],
    [
      "existing-endpoints-open",
      { unrestricted: new Set([3, 1].map((one) => id("vpce", one))) },
      `policy: ${id("vpce", 2)} (EP-08).`,
    ],
    ["s3-gateway-on-route-tables", { unrestricted: new Set([1, 2].map((one) => id("vpce", one))) }, undefined],
    ["file-system-policy-allows-clients", { withoutPolicy: new Set() }, `# ${id("fs", 1)} has a policy: make sure`],
  ])("is no statement %s with %j", (statement, details, comment) => {
    expect(statements({})).toContain(statement);
    expect(statements(details)).not.toContain(statement);
    if (comment !== undefined) expect(written(details).text).toContain(comment);
  });
});

describe("--live fails", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "mountpath-live-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const none = {
    ...{ AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
    AWS_CONFIG_FILE: "/none",
  };
  const fails = (args: readonly string[], environment: NodeJS.ProcessEnv, message: RegExp) => {
    const all = { ...none, AWS_SHARED_CREDENTIALS_FILE: "/none", AWS_EC2_METADATA_DISABLED: "true", ...environment };
    const { status, stdout, stderr } = runCommand("adopt", [vpcId, "--live", ...args], folder, all);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain("\n");
  };

  test("without a Region", () => {
    fails([], {}, /^AWS was not read, since no Region is set: give it with --region, or set AWS_REGION$/m);
  });

  test("without credentials", () => {
    fails(
      ["--region", "us-east-1"],
      {},
      /^AWS was not read, since there are no credentials \(CredentialsProviderError: /,
    );
  });

  test("if AWS does not answer", () => {
    const environment = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    fails(["--region", "us-east-1"], environment, /^AWS was not read \(.*ECONNREFUSED/);
  });

  test("with a state", () => {
    fails(["--from", "state.json"], {}, /^--live and --from exclude each other: give one of them$/m);
  });

  test("where the SDK is not installed, with the line that installs it", () => {
    const hook = join(folder, "hook.cjs");
    writeFileSync(
      hook,
      `const Module = require("node:module");
const find = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return find.call(this, name.startsWith("@aws-sdk/") ? "@aws-sdk/none" : name, ...rest);
};
`,
    );
    fails(
      ["--region", "us-east-1"],
      { NODE_OPTIONS: `--require ${hook}` },
      /^--live needs @aws-sdk\/client-ec2 and @aws-sdk\/client-efs, which are not installed: npm install --save-dev @aws-sdk\/client-ec2 @aws-sdk\/client-efs$/m,
    );
  });
});
