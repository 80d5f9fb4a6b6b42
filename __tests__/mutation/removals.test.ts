import { readOrganization } from "../../config/load";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { exampleFileName, exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";

type Stack = JsonObject & { readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** Types of resources on which name resolution or routing to a declared destination depends. */
const carriers = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_egress_only_internet_gateway",
  "aws_efs_mount_target",
  "aws_internet_gateway",
  "aws_nat_gateway",
  "aws_route",
  "aws_route53_record",
  "aws_route53_resolver_rule",
  "aws_route53_resolver_rule_association",
  "aws_route53_zone",
  "aws_route53_zone_association",
  "aws_route53profiles_association",
  "aws_route53profiles_resource_association",
  "aws_route_table_association",
  "aws_vpc_dhcp_options_association",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_route_table_association",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

type Survivors = readonly (readonly [removals: RegExp, reason: string])[];

interface Example {
  readonly name: string;
  /** The stacks to look at, one of each kind, unless `MOUNTPATH_REMOVALS=all` asks for every stack. @default all */
  readonly only?: readonly string[];
  /** Removals after which everything mounts, and why. */
  readonly survive: Survivors;
  /** The same, in stacks that are not among `only`. @default none */
  readonly surviveElsewhere?: Survivors;
}

const associations = "aws_route53_resolver_rule_association\\.";
const examples: readonly Example[] = [
  {
    name: "adopted-network",
    survive: [
      [new RegExp(`^shared-network ${associations}`), "no workload runs in the shared network's VPC"],
      [new RegExp(`^vpc-apps ${associations}everything$`), "no mount needs a name that AWS does not answer"],
      [
        /egress_rule\.shop_egress_sg-\S+_5432$/,
        "the database's end is in no input: a connection that nothing else states",
      ],
      [/^vpc-apps aws_vpc_endpoint\.ssmmessages$/, "ECS Exec: the NAT gateway leads there too"],
    ],
  },
  {
    name: "central-endpoints",
    survive: [
      [new RegExp(`^shared-network ${associations}`), "no workload runs in the shared network's VPC"],
      [new RegExp(`^vpc-\\w+ ${associations}everything$`), "no mount needs a name that AWS does not answer"],
      [/\.sqs$/, "listed for the application's own calls, which no task definition shows"],
      [/ingress_rule\.nginx_from_/, "clients outside of the input"],
      [/^vpc-batch aws_route\.\S+10_0_0_0--22$/, "the default route leads to the same transit gateway"],
      [/^vpc-batch aws_route\.\S+0_0_0_0--0$/, "the services have endpoints, and the image is in ECR"],
      [/aws_vpc_dhcp_options_association\./, "a new VPC has AmazonProvidedDNS without it"],
    ],
  },
  {
    name: "central-egress",
    survive: [
      [new RegExp(`^shared-network ${associations}`), "no workload runs in the shared network's VPC"],
      [
        /^(shared-network aws_route53profiles_resource_association\.dns|vpc-reports aws_route53_resolver_rule_association\.)_?everything$/,
        "no mount needs a name that AWS does not answer",
      ],
      [/egress_rule\.(nginx|reader)_https-ipv6$/, "images and logs are reached over IPv4"],
      [/^vpc-apps aws_route\.\S+-__--0$/, "images and logs are reached over IPv4"],
      [/egress_rule\.nginx_egress_10_2_0_0-16_tcp_1521$/, "a connection on-premises that nothing else states"],
      [/ingress_rule\.nginx_from_10_0_0_0-8_80$/, "clients outside of the input"],
      [/^vpc-apps aws_route\.\S+(0_0_0_0--0|10_0_0_0--8)$/, "both lead to the same transit gateway"],
      [/aws_vpc_dhcp_options_association\./, "a new VPC has AmazonProvidedDNS without it"],
    ],
  },
  {
    name: "many-accounts",
    only: [
      "shared-network",
      "vpc-web-prod",
      "vpc-data-dev",
      "vpc-ml-dev",
      "ecs-web-prod",
      "ecs-batch-dev",
      "eks-k8s-dev",
    ],
    survive: [
      [new RegExp(`^shared-network ${associations}`), "no workload runs in the shared network's VPC"],
      [
        /^vpc-\S+ aws_route53_resolver_rule_association\.(everything|\w+_example)$/,
        "no mount needs a name that AWS does not answer",
      ],
      [/on-premises_\S+-10_(10|12|19|23)_0_0--16$/, "the way back to a VPC that is left out here"],
      [/ingress_rule\.https-from-(data-prod|ml-prod|web-dev|web-stage)$/, "the way from a VPC that is left out here"],
      [/ingress_rule\.(inbound_10_2_|k8s-\w+_api_10_2_)/, "clients on-premises"],
      [/^vpc-\S+ aws_route\.\S+(0_0_0_0--0|10_0_0_0--8)$/, "both lead to the same transit gateway"],
      [
        /egress_rule\.(nightly|worker)_https$/,
        "on container instances, the instance pulls the image and sends the log",
      ],
      [
        /(aws_route53_record|aws_vpc_endpoint|zone_association)\.(ec2|eks|sts)$/,
        "calls of the cluster's own components (EP-11), not of a mount",
      ],
      [/^shared-network \S+\.ssmmessages$/, "ECS Exec of a service that is left out here"],
      [/^vpc-ml-\w+ aws_route53_zone_association\.logs$/, "logs of pods, which start without them"],
      [
        /^vpc-ml-\w+ aws_vpc_security_group_\w+\.data_(to-mount-targets|from-clients)$/,
        "pods mount from the cluster's security group, which has its own rules",
      ],
      [/aws_vpc_dhcp_options_association\./, "a new VPC has AmazonProvidedDNS without it"],
    ],
    surviveElsewhere: [
      [
        /^(shared-network|vpc-web-(dev|stage)) \S+\.ssmmessages$/,
        "ECS Exec: the default route leads to the transit gateway, and no input shows where from there",
      ],
      [/^vpc-(sandbox-\d|\w+-\w+-2|data-stage|security|shared) /, "no workload runs in this VPC"],
    ],
  },
];

const takesAll = process.env["MOUNTPATH_REMOVALS"] === "all";

describe.each(examples)("$name", ({ name, only, survive: listed, surviveElsewhere = [] }) => {
  const survive = takesAll
    ? [...listed.filter(([, reason]) => !reason.endsWith("left out here")), ...surviveElsewhere]
    : listed;
  const { organization } = readOrganization(exampleFileName(name));
  const stacks = Object.fromEntries(
    Object.entries(synthFile(exampleNamed(name)))
      .filter(([stack]) => takesAll || (only?.includes(stack) ?? true))
      .map(([stack, { json }]) => [stack, JSON.parse(json) as Stack]),
  );
  const mounts = (of: Readonly<Record<string, JsonObject>>) => {
    const { paths, findings } = prove(graphOfStacks(of, organization.assume));
    return findings.length === 0 && paths.length > 0 && paths.every(({ verdict }) => verdict === "mounts");
  };

  test("everything mounts", () => {
    expect(mounts(stacks)).toBe(true);
  });

  test("taking away any one resource on the way is caught, or harmless for a reason", () => {
    const survivors = Object.entries(stacks).flatMap(([stack, json]) =>
      carriers.flatMap((type) =>
        Object.keys(json.resource[type] ?? {})
          .filter((removed) => {
            const others = Object.fromEntries(Object.entries(json.resource[type]!).filter(([one]) => one !== removed));
            return mounts({ ...stacks, [stack]: { ...json, resource: { ...json.resource, [type]: others } } });
          })
          .map((removed) => `${stack} ${type}.${removed}`),
      ),
    );
    expect(survivors.filter((one) => !survive.some(([removals]) => removals.test(one)))).toEqual([]);
    const needless = survive.filter(([removals]) => !survivors.some((one) => removals.test(one)));
    expect(needless.map(([, reason]) => reason)).toEqual([]);
  }, 1_800_000);
});
