import { parse, parseDocument } from "yaml";

import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopResult } from "../../../proof/verdict";
import { synthFile } from "../../support/synth";
import { exampleFile, type File, yamlOf } from "../../support/variants";

type Json = Record<string, unknown>;
interface Stack {
  resource: Record<string, Record<string, Json>>;
}
type Stacks = Record<string, Stack>;

function stacksOf(file: File): Stacks {
  const made = Object.entries(synthFile(file)).map(([name, { json }]) => [name, JSON.parse(json) as Stack]);
  return Object.fromEntries(made) as Stacks;
}

function failing(stacks: Stacks): HopResult[] {
  const { paths } = prove(graphOfStacks(stacks as unknown as Parameters<typeof graphOfStacks>[0]));
  return paths.flatMap(({ hops }) => hops).filter(({ verdict }) => verdict === "fails");
}

/** The lines in the report for the first hop that fails in the example after its stacks are edited. */
function told(edit: (stacks: Stacks) => void): string | undefined {
  const stacks = stacksOf(exampleFile());
  edit(stacks);
  const [first] = failing(stacks);
  expect(first?.fix).toBeDefined();
  return first!.organization;
}

const resource = (stacks: Stacks, stack: string, type: string, name: string) => stacks[stack]!.resource[type]![name]!;

/** The example with lines inserted in their places: `a.b["c/d"].e: [f] # and its existing entries`. */
function withLines(lines: string): File {
  const document = parseDocument(yamlOf(exampleFile()));
  for (const line of lines.split("\n")) {
    const [, property, value, note] = /^((?:\[[^\]]*\]|[^:[])+): (.+?)(?: # (.+))?$/.exec(line)!;
    const path = [...property!.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    const before = note === undefined ? [] : ((document.toJS() as Json) && (document.getIn(path) as never)) || [];
    const items = [...(before as readonly unknown[])];
    const read = parse(value!) as unknown;
    document.setIn(path, Array.isArray(read) ? document.createNode([...items, ...read]) : read);
  }
  return document.toJS() as File;
}

const edits: readonly [string, (stacks: Stacks) => void, string][] = [
  [
    "an endpoint that is missing",
    (stacks) => delete stacks["vpc-apps"]!.resource["aws_vpc_endpoint"]!["ecr_api"],
    "workloadVpcs.apps.endpoints: [ecr.api] # and its existing entries",
  ],
  [
    "a mount target that is missing",
    (stacks) => delete stacks["vpc-apps"]!.resource["aws_efs_mount_target"]!["content_us-east-1b"],
    "workloadVpcs.apps.availabilityZones: [us-east-1a, us-east-1b]",
  ],
  [
    "a SYSTEM rule that is not associated",
    (stacks) => delete stacks["vpc-apps"]!.resource["aws_route53_resolver_rule_association"]!["amazonaws_com"],
    "sharedNetwork.dns.resolveInAws: [amazonaws.com]",
  ],
  [
    "a rule that forwards what is below a SYSTEM rule",
    (stacks) => {
      const rules = stacks["shared-network"]!.resource["aws_route53_resolver_rule"]!;
      rules["everything"]!["domain_name"] = "us-east-1.amazonaws.com";
    },
    "sharedNetwork.dns.resolveInAws: [amazonaws.com, efs.us-east-1.amazonaws.com]",
  ],
  [
    "a size that Fargate lacks",
    (stacks) => (resource(stacks, "ecs-web", "aws_ecs_task_definition", "nginx")["memory"] = "700"),
    "workloads.web.services.nginx.memory: 1024",
  ],
  [
    "CPU units that Fargate lacks",
    (stacks) => (resource(stacks, "ecs-web", "aws_ecs_task_definition", "nginx")["cpu"] = "300"),
    "workloads.web.services.nginx.cpu: 512\nworkloads.web.services.nginx.memory: 1024",
  ],
  [
    "an image by the name that no endpoint serves",
    (stacks) => {
      const task = resource(stacks, "ecs-web", "aws_ecs_task_definition", "nginx");
      const written = String(task["container_definitions"]);
      task["container_definitions"] = written.replace(".dkr.ecr.us-east-1.amazonaws.com", ".dkr-ecr.us-east-1.on.aws");
    },
    "workloads.web.services.nginx.image: 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
  ],
  [
    "an image that is out on the internet",
    (stacks) => {
      const task = resource(stacks, "ecs-web", "aws_ecs_task_definition", "nginx");
      const written = String(task["container_definitions"]);
      task["container_definitions"] = written.replace(/"image":"[^"]+"/, '"image":"nginx:1.27"');
    },
    "workloadVpcs.apps.internet: nat",
  ],
  [
    "a mount that is written to by a role that may not",
    (stacks) => {
      const task = resource(stacks, "ecs-web", "aws_ecs_task_definition", "nginx");
      task["container_definitions"] = String(task["container_definitions"]).replace(
        '"readOnly":true',
        '"readOnly":false',
      );
    },
    'workloads.web.services.nginx.mounts["/usr/share/nginx/html"].readOnly: false',
  ],
  [
    "a profile that selects other pods",
    (stacks) => {
      const [selector] = resource(stacks, "eks-platform", "aws_eks_fargate_profile", "web")["selector"] as [Json];
      selector["namespace"] = "shop";
    },
    "workloads.platform.profiles.web.selectors: [{ namespace: shop }, { namespace: web }]",
  ],
];

describe.each(edits)("for %s", (_name, edit, line) => {
  test("names the property of organization.yaml", () => {
    expect(told(edit)).toBe(line);
  });

  test("names one that is valid in the file and passes the proof", () => {
    expect(failing(stacksOf(withLines(line)))).toEqual([]);
  });
});

const withoutProperty: readonly [string, (stacks: Stacks) => void][] = [
  [
    "a platform version",
    (stacks) => (resource(stacks, "ecs-web", "aws_ecs_service", "nginx")["platform_version"] = "1.3.0"),
  ],
  [
    "DHCP options",
    (stacks) => (resource(stacks, "vpc-apps", "aws_vpc_dhcp_options", "apps")["domain_name_servers"] = ["10.2.0.1"]),
  ],
  [
    "the VPC's host names",
    (stacks) => (resource(stacks, "vpc-apps", "aws_vpc", "apps")["enable_dns_hostnames"] = false),
  ],
  [
    "an endpoint's private DNS",
    (stacks) => (resource(stacks, "vpc-apps", "aws_vpc_endpoint", "ecr_api")["private_dns_enabled"] = false),
  ],
];

test.each(withoutProperty)("does not mention organization.yaml if no property sets it: %s", (_name, edit) => {
  expect(told(edit)).toBeUndefined();
});

test("does not mention organization.yaml for another project's stacks", () => {
  const organization = told((stacks) => {
    for (const { resource: types } of Object.values(stacks)) {
      for (const resources of Object.values(types)) {
        for (const one of Object.values(resources)) {
          const { metadata } = one["//"] as { metadata: { path: string } };
          metadata.path = `platform/${metadata.path}`;
        }
      }
    }
    delete stacks["vpc-apps"]!.resource["aws_vpc_endpoint"]!["ecr_api"];
  });
  expect(organization).toBeUndefined();
});
