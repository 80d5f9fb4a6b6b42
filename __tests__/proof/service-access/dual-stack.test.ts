import { type JsonObject } from "../../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { synthFile } from "../../support/synth";
import { variants } from "../../support/variants";

type Stack = JsonObject & { resource: Record<string, Record<string, Record<string, unknown>>> };

/** The distinct answers of three hops, without what differs between zones. */
function answers(variant: string, change: (vpc: Stack) => void = () => undefined): string[] {
  const stacks = Object.fromEntries(
    Object.entries(synthFile(variants[variant]!)).map(([name, { json }]) => [name, JSON.parse(json) as Stack]),
  );
  change(stacks["vpc-apps"]!);
  const { paths } = prove(graphOfStacks(stacks));
  const ecs = paths.filter(({ workload }) => workload.startsWith("aws_ecs_"));
  const hops = ecs.flatMap((path) => path.hops.filter(({ hop }) => ["network", "image", "logs"].includes(hop)));
  return [
    ...new Set(
      hops.map(({ hop, verdict, detail }) => `${hop} ${verdict}: ${detail.replaceAll(/us-east-1[a-c]/g, "…")}`),
    ),
  ];
}

const nat = "dual-stack VPCs with NAT, a public load balancer and IPv6 servers";

test("of a task in a dual-stack subnet, the proof says which family each way takes", () => {
  expect(answers(nat)).toEqual([
    "network passes: tcp/2049 is allowed from aws_ecs_service.nginx to aws_efs_mount_target.content_… over IPv4",
    "image passes: 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27 can be pulled from aws_subnet.apps_private-… over IPv4",
    "logs passes: its log drivers can reach their service over IPv4",
  ]);
});

test("of an adopted subnet, it relies on what a plan requires", () => {
  expect(answers("an adopted dual-stack VPC")[0]).toBe(
    "network passes: tcp/2049 is allowed from aws_ecs_service.nginx to aws_efs_mount_target.content_… over IPv4",
  );
});

test("of a task with IPv4 only, it says nothing", () => {
  expect(answers("example").filter((answer) => answer.includes("IPv4"))).toEqual([]);
});

test("is unknown if an endpoint has IPv6 addresses too, whose rules are not judged", () => {
  const dualStack = (vpc: Stack) => {
    vpc.resource["aws_vpc_endpoint"]!["logs"]!["ip_address_type"] = "dualstack";
  };
  const detail =
    "also has IPv6 addresses, and tasks in aws_subnet.apps_private-… may have them: rules for IPv6 are not judged";
  expect(answers(nat, dualStack)).toContain(`logs unknown: ${detail}`);
  expect(answers("example", dualStack)).toContain("logs passes: its log drivers can reach their service");
});

test("is unknown with DNS64, which leads away from the mount targets", () => {
  const dns64 = (vpc: Stack) => {
    for (const subnet of Object.values(vpc.resource["aws_subnet"]!)) subnet["enable_dns64"] = true;
  };
  expect(answers(nat, dns64)[0]).toMatch(/^network unknown: .* DNS64/);
});
