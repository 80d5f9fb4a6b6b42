import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { synth } from "../../main";
import { crowdedSubnets } from "../../stacks/subnet-room";
import { exampleNamed } from "../support/examples";
import { changed, type File, yamlOf } from "../support/variants";

/** The example in a smaller VPC, with other changes. */
function smaller(cidr: string, change: (file: File) => void = () => undefined): File {
  return changed((file) => {
    (file.workloadVpcs!["apps"] as { cidr: string }).cidr = cidr;
    change(file);
  });
}

function crowding(file: File) {
  return crowdedSubnets(parseOrganizationText("o.yaml", yamlOf(file)).organization);
}

const nginx = (file: File) => {
  const { web } = file.workloads!;
  if (web?.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
  return web.services["nginx"] as Record<string, unknown>;
};

describe("the private subnets of the shared network's VPC", () => {
  const hub = (cidr: string) => {
    const file = exampleNamed("central-endpoints");
    Object.assign(file.sharedNetwork.vpc, { cidr });
    file.workloadVpcs!["web"]!.endpoints = {
      mode: "central",
      services: ["athena", "events", "glue", "kms", "lambda", "sns", "states"],
    };
    return crowding(file);
  };

  it("have room for the central endpoints in a /23, but not in a /24", () => {
    expect(hub("10.0.0.0/23")).toEqual([]);
    expect(hub("10.0.0.0/24")).toEqual([
      {
        path: ["sharedNetwork", "vpc", "cidr"],
        message:
          "gives each private subnet 11 addresses, a /28, for 13 (VPC endpoints: 11, resolver endpoints: 1, transit gateway attachments: 1); choose a wider range",
        refused: true,
      },
    ]);
  });
});

describe("the private subnets of a VPC", () => {
  it("have room for all resources of the example", () => {
    expect(crowding(smaller("10.10.0.0/23"))).toEqual([]);
  });

  it("are too small for endpoints, mount targets and a cluster in a /24", () => {
    expect(crowding(smaller("10.10.0.0/24"))).toEqual([
      {
        path: ["workloadVpcs", "apps", "cidr"],
        message:
          "gives each private subnet 11 addresses, a /28, for 13 (VPC endpoints: 6, mount targets: 1, EKS clusters: 6); choose a wider range",
        refused: true,
      },
    ]);
  });

  it("are too small for a load balancer in a /24", () => {
    const file = smaller("10.10.0.0/24", (written) => {
      delete written.workloads!["platform"];
      nginx(written)["loadBalancer"] = {};
    });
    expect(crowding(file)).toMatchObject([
      {
        message:
          "gives each private subnet 11 addresses, a /28, for 12 (VPC endpoints: 3, mount targets: 1, load balancers: 8); choose a wider range",
        refused: true,
      },
    ]);
  });

  it("give a warning if the maximum number of tasks does not fit", () => {
    const file = smaller("10.10.0.0/23", (written) => {
      delete written.workloads!["platform"];
      nginx(written)["scaling"] = { min: 1, max: 100, cpuPercent: 50 };
    });
    expect(crowding(file)).toEqual([
      {
        path: ["workloadVpcs", "apps", "cidr"],
        message:
          "gives each private subnet 27 addresses, a /27, for 4 (VPC endpoints: 3, mount targets: 1) and those of up to 50 tasks and pods; choose a wider range",
        refused: false,
      },
    ]);
  });
});

describe("a synth", () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-room-"));
  const config = join(folder, "organization.yaml");
  afterAll(() => rmSync(folder, { recursive: true }));

  it("fails if AWS would refuse for lack of addresses, and writes nothing", () => {
    writeFileSync(config, yamlOf(smaller("10.10.0.0/24")));
    expect(() => synth(config, join(folder, "cdktf.out"))).toThrow(ConfigError);
    expect(() => synth(config, join(folder, "cdktf.out"))).toThrow(
      /has 1 problem\n {2}.*organization\.yaml:\d+:\d+ workloadVpcs\.apps\.cidr: gives each private subnet 11 addresses/,
    );
    expect(readdirSync(folder)).toEqual(["organization.yaml"]);
  });
});
