import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError, formatProblem } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { synth } from "../../main";
import { stackNames } from "../../stacks/organization";
import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { exampleFile, type File, twoRegions, yamlOf } from "../support/variants";

const one = synthFile(exampleFile());
const two = synthFile(twoRegions(exampleFile()));

type Provider = { region: string };
const regionOf = (stack: string) => (two[stack]!.provider["aws"] as Provider[])[0]!.region;
const readBy = (stack: string) => Object.keys(two[stack]!.data["terraform_remote_state"] ?? {});

describe("a second Region", () => {
  test("changes no stack of the first", () => {
    for (const [name, { json }] of Object.entries(one)) expect([name, two[name]!.json]).toEqual([name, json]);
  });

  test("has stacks with names of their own, which work in it and read each other", () => {
    const added = Object.keys(two).filter((name) => !(name in one));
    expect(added.sort()).toEqual(["ecs-web-eu", "eks-platform-eu", "shared-network-eu-west-1", "vpc-apps-eu"]);
    expect(added.map(regionOf)).toEqual(added.map(() => "eu-west-1"));
    expect(Object.keys(one).map(regionOf)).toEqual(Object.keys(one).map(() => "us-east-1"));
    expect(readBy("vpc-apps-eu")).toEqual(["shared-network-eu-west-1"]);
    expect(readBy("ecs-web-eu")).toEqual(["vpc-apps-eu"]);
    expect(two["vpc-apps-eu"]!.terraform["backend"]).toEqual({
      local: { path: "../../../terraform.example.vpc-apps-eu.tfstate" },
    });
  });

  test("has no ARN, zone or name of the first", () => {
    for (const name of Object.keys(two).filter((each) => !(each in one)))
      expect([name, two[name]!.json.match(/us-east-1[a-z]?/g)]).toEqual([name, null]);
  });

  test("keeps the states where they are: in the Region of the bucket", () => {
    const file = twoRegions(exampleFile());
    file.state = { backend: "s3", bucket: "example-terraform-state" };
    const stacks = synthFile(file);
    for (const name of Object.keys(stacks)) {
      const backend = (stacks[name]!.terraform["backend"] as Record<string, { region: string; key: string }>)["s3"]!;
      expect(backend).toMatchObject({ region: "us-east-1", key: `example/${name}.tfstate` });
    }
  });

  test("has central endpoints of its own, for its own VPCs", () => {
    const stacks = synthFile(twoRegions(exampleNamed("central-endpoints")));
    const clients = (stack: string) =>
      Object.values(stacks[stack]!.resource["aws_vpc_security_group_ingress_rule"]!).map(
        (rule) => rule["cidr_ipv4"] as string,
      );
    expect(clients("shared-network").some((range) => range.startsWith("10.6"))).toBe(false);
    expect(new Set(Object.keys(stacks["shared-network-eu-west-1"]!.resource["aws_vpc_endpoint"]!))).toEqual(
      new Set(Object.keys(stacks["shared-network"]!.resource["aws_vpc_endpoint"]!)),
    );
  });

  test("is destroyed last when it is retired", () => {
    const file: File = {
      ...exampleFile(),
      retired: {
        "shared-network-eu-west-1": { account: "network" },
        "vpc-apps-eu": { account: "apps", region: "eu-west-1", fileSystems: {} },
        "ecs-web-eu": { account: "apps", region: "eu-west-1" },
      },
    };
    const { organization } = parseOrganizationText("organization.yaml", yamlOf(file));
    expect(stackNames(organization)).toEqual(expect.arrayContaining(Object.keys(file.retired!)));
    const stacks = synthFile(file);
    for (const name of Object.keys(file.retired!))
      expect((stacks[name]!.provider["aws"] as Provider[])[0]!.region).toBe("eu-west-1");
  });
});

describe("a VPC that moves to another Region", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mountpath-regions-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The problems of a synth after the VPC `apps-eu` and its workloads were in eu-west-1. */
  function problems(change: (file: File) => void, before: () => void = () => undefined): string[] {
    const file = twoRegions(exampleFile());
    delete file.workloads;
    const config = join(folder, "organization.yaml");
    const outdir = join(folder, "cdktf.out");
    change(file);
    file.workloadVpcs!["apps-eu"]!.region = "eu-west-1";
    writeFileSync(config, yamlOf(file));
    synth(config, outdir);
    before();
    const apps = JSON.stringify(file.workloadVpcs!["apps-eu"]).replaceAll("eu-west-1", "us-east-1");
    file.workloadVpcs!["apps-eu"] = JSON.parse(apps) as NonNullable<File["workloadVpcs"]>[string];
    writeFileSync(config, yamlOf(file));
    try {
      synth(config, outdir);
    } catch (error) {
      if (error instanceof ConfigError)
        return error.problems.map((problem) => formatProblem(problem).replace(`${folder}/`, ""));
      throw error;
    }
    return [];
  }

  const state = () => {
    const arn = "arn:aws:ec2:eu-west-1:222222222222:vpc/vpc-0123456789abcdef0";
    const resource = (type: string, attributes: object) => ({
      mode: "managed",
      type,
      name: "apps-eu",
      instances: [{ attributes }],
    });
    const resources = [
      resource("aws_iam_role", { arn: "arn:aws:iam::222222222222:role/x" }),
      resource("aws_vpc", { arn, tags: { Name: "example-apps-eu" } }),
    ];
    writeFileSync(join(folder, "terraform.example.vpc-apps-eu.tfstate"), JSON.stringify({ version: 4, resources }));
  };

  test("is refused if a local state has its resources", () => {
    expect(problems(() => undefined, state)).toEqual([
      expect.stringMatching(
        /^organization\.yaml:\d+:\d+ workloadVpcs\.apps-eu\.region: moves stack vpc-apps-eu from eu-west-1 \(terraform\.example\.vpc-apps-eu\.tfstate\) to us-east-1: resources can't move to another Region, so a deploy would create them again and forget the earlier ones; keep the Region, or add a VPC with another name there$/,
      ),
    ]);
  });

  test("is not refused if it was never deployed", () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  test("is refused after a synth if only Terraform can read the states", () => {
    const [problem] = problems((file) => {
      file.state = { backend: "s3", bucket: "example-terraform-state" };
    });
    expect(problem).toContain("from eu-west-1 (cdktf.out/left.json) to us-east-1");
    expect(problem).toContain("or delete that file if the stack was never deployed");
    expect(JSON.parse(readFileSync(join(folder, "cdktf.out/left.json"), "utf8"))).toMatchObject({
      region: "us-east-1",
      elsewhere: { "vpc-apps-eu": "eu-west-1", "shared-network-eu-west-1": "eu-west-1" },
    });
  });

  test("is refused under another name too", () => {
    const renamed = problems(
      (file) => {
        const { "apps-eu": apps, ...others } = file.workloadVpcs!;
        file.workloadVpcs = { ...others, "apps-eu": { ...apps!, formerly: "old-eu" } };
      },
      () => {
        state();
        const text = readFileSync(join(folder, "terraform.example.vpc-apps-eu.tfstate"), "utf8");
        rmSync(join(folder, "terraform.example.vpc-apps-eu.tfstate"));
        writeFileSync(
          join(folder, "terraform.example.vpc-old-eu.tfstate"),
          text.replace("example-apps-eu", "example-old-eu"),
        );
      },
    );
    expect(renamed).toEqual([
      expect.stringContaining("workloadVpcs.apps-eu.region: moves stack vpc-old-eu from eu-west-1"),
    ]);
  });
});
