import { parseOrganizationText } from "../../config/load";
import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { type File, yamlOf } from "../support/variants";

/** The example with a change. */
function central(change: (file: File) => void = () => undefined): File {
  const file = exampleNamed("central-endpoints");
  change(file);
  return file;
}

const network = "tgw-0123456789abcdef0";
type Blocks = Record<string, Record<string, unknown>> | undefined;
const attributes = (blocks: Blocks, name: string) => {
  const own = { ...blocks![name]! };
  delete own["//"];
  return own;
};
const destinations = (blocks: Blocks) =>
  [...new Set(Object.values(blocks ?? {}).map((route) => String(route["destination_cidr_block"])))].sort();

describe("the shared network's stack", () => {
  const { resource, output } = synthFile(central())["shared-network"]!;

  test("has each endpoint once, without AWS's private DNS, with a zone and the names that lead to it", () => {
    const names = Object.values(resource["aws_vpc_endpoint"]!).map(({ service_name }) => service_name);
    expect(names).toEqual(["ecr.api", "ecr.dkr", "logs", "sqs"].map((name) => `com.amazonaws.us-east-1.${name}`));
    expect(attributes(resource["aws_vpc_endpoint"], "ecr_dkr")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      service_name: "com.amazonaws.us-east-1.ecr.dkr",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: false,
      subnet_ids: ["a", "b"].map((zone) => `\${aws_subnet.network_private-us-east-1${zone}.id}`),
      security_group_ids: ["${aws_security_group.endpoints.id}"],
      tags: { Name: "hub-shared-network-ecr.dkr" },
    });
    expect(attributes(resource["aws_route53_zone"], "ecr_dkr")).toEqual({
      name: "dkr.ecr.us-east-1.amazonaws.com",
      comment: "ecr.dkr through the interface endpoint in hub-shared-network",
      vpc: [{ vpc_id: "${aws_vpc.network.id}" }],
      lifecycle: { ignore_changes: ["vpc"] },
    });
    const records = Object.values(resource["aws_route53_record"]!).map(
      ({ name, zone_id }) => `${String(zone_id)} ${String(name)}`,
    );
    expect(records).toEqual([
      "${aws_route53_zone.ecr_api.zone_id} api.ecr.us-east-1.amazonaws.com",
      "${aws_route53_zone.ecr_dkr.zone_id} *.dkr.ecr.us-east-1.amazonaws.com",
      "${aws_route53_zone.logs.zone_id} logs.us-east-1.amazonaws.com",
      "${aws_route53_zone.sqs.zone_id} sqs.us-east-1.amazonaws.com",
    ]);
    expect(attributes(resource["aws_route53_record"], "logs")["alias"]).toEqual({
      name: "${aws_vpc_endpoint.logs.dns_entry[0].dns_name}",
      zone_id: "${aws_vpc_endpoint.logs.dns_entry[0].hosted_zone_id}",
      evaluate_target_health: false,
    });
    expect(output["central_endpoint_zone_ids"]!.value).toMatchObject({ logs: "${aws_route53_zone.logs.zone_id}" });
  });

  test("allows HTTPS from the VPCs that use the endpoints, and routes back to them", () => {
    const rules = Object.entries(resource["aws_vpc_security_group_ingress_rule"]!).map(
      ([name, rule]) => `${name}: ${String(rule["cidr_ipv4"])} ${String(rule["from_port"])}`,
    );
    expect(rules).toEqual(["https-from-batch: 10.11.0.0/16 443", "https-from-web: 10.10.0.0/16 443"]);
    expect(destinations(resource["aws_route"])).toEqual(["10.10.0.0/16", "10.11.0.0/16", "10.2.0.1/32", "10.2.0.2/32"]);
  });

  test("routes once where clients of the inbound endpoint have the same range", () => {
    const inbound = central((file) => {
      file.sharedNetwork.dns.inbound = { allowedCidrs: ["10.10.0.0/16", "10.3.0.0/16"] };
    });
    expect(destinations(synthFile(inbound)["shared-network"]!.resource["aws_route"])).toEqual([
      "10.10.0.0/16",
      "10.11.0.0/16",
      "10.2.0.1/32",
      "10.2.0.2/32",
      "10.3.0.0/16",
    ]);
  });

  test("has no zone or endpoint if no VPC uses them", () => {
    const own = central((file) => {
      for (const vpc of Object.values(file.workloadVpcs!)) vpc.endpoints = "own";
    });
    const { resource, output } = synthFile(own)["shared-network"]!;
    expect(Object.keys(resource)).not.toContain("aws_vpc_endpoint");
    expect(output["central_endpoint_ids"]!.value).toEqual({});
    expect(destinations(resource["aws_route"])).toEqual(["10.2.0.1/32", "10.2.0.2/32"]);
  });
});

describe("the stack of a VPC", () => {
  const { "vpc-web": web, "vpc-batch": batch } = synthFile(central());

  test("authorizes each association in the zones' account, and then associates its own VPC", () => {
    const zone_id = '${data.terraform_remote_state.shared-network.outputs.central_endpoint_zone_ids["ecr.dkr"]}';
    const vpc_id = "${aws_vpc.web.id}";
    const authorizations = web!.resource["aws_route53_vpc_association_authorization"];
    expect(attributes(authorizations, "ecr_dkr")).toEqual({ provider: "aws.network", zone_id, vpc_id });
    expect(attributes(web!.resource["aws_route53_zone_association"], "ecr_dkr")).toEqual({
      zone_id,
      vpc_id,
      depends_on: ["aws_route53_vpc_association_authorization.ecr_dkr"],
    });
    expect(web!.provider["aws"]).toMatchObject([
      { allowed_account_ids: ["222222222222"] },
      {
        alias: "network",
        allowed_account_ids: ["111111111111"],
        assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/terraform", session_name: "mountpath-vpc-web" }],
      },
    ]);
  });

  test("keeps the provider of the zones' account when the endpoints become its own, to remove the authorizations", () => {
    const own = central((file) => {
      file.workloadVpcs!["web"]!.endpoints = "own";
    });
    const { provider, resource } = synthFile(own)["vpc-web"]!;
    expect(resource["aws_route53_vpc_association_authorization"]).toBeUndefined();
    expect(provider["aws"]).toMatchObject([{}, { alias: "network", allowed_account_ids: ["111111111111"] }]);
  });

  test("needs no authorization in the zones' own account", () => {
    expect(batch!.resource["aws_route53_vpc_association_authorization"]).toBeUndefined();
    expect(Object.keys(batch!.resource["aws_route53_zone_association"]!)).toEqual([
      "ecr_api",
      "ecr_dkr",
      "logs",
      "sqs",
    ]);
    expect(batch!.provider["aws"]).toHaveLength(1);
  });

  test("has only the S3 gateway endpoint, and a route to the central endpoints", () => {
    expect(Object.keys(web!.resource["aws_vpc_endpoint"]!)).toEqual(["s3"]);
    expect(destinations(web!.resource["aws_route"])).toEqual(["10.0.0.0/22"]);
    expect(destinations(batch!.resource["aws_route"])).toEqual(["0.0.0.0/0", "10.0.0.0/22"]);
  });

  test("keeps a wider route of the file", () => {
    const wider = central((file) => {
      Object.assign(file.workloadVpcs!["web"]!, { transitGateway: { id: network, routes: ["10.0.0.0/8"] } });
    });
    expect(destinations(synthFile(wider)["vpc-web"]!.resource["aws_route"])).toEqual(["10.0.0.0/8"]);
  });

  test("leaves out the services whose endpoints an adopted VPC has", () => {
    const adopted = central((file) => {
      file.workloadVpcs!["web"] = {
        account: "web",
        endpoints: "central",
        vpc: {
          id: "vpc-0bbbbbbbbbbbbbbb0",
          cidr: "10.10.0.0/16",
          privateSubnets: { "us-east-1a": { id: "subnet-0bbbbbbbbbbbbbbb1", routeTable: "rtb-0bbbbbbbbbbbbbbb1" } },
          existingEndpoints: ["s3", "logs"],
        },
        fileSystems: file.workloadVpcs!["web"]!.fileSystems,
      };
    });
    const { resource } = synthFile(adopted)["vpc-web"]!;
    expect(Object.keys(resource["aws_route53_zone_association"]!)).toEqual(["ecr_api", "ecr_dkr"]);
    expect(resource["aws_vpc_endpoint"]).toBeUndefined();
  });
});

test("a transit gateway that is not the shared network's gets a warning", () => {
  const other = central((file) => {
    Object.assign(file.workloadVpcs!["web"]!, { transitGateway: { id: "tgw-0aaaaaaaaaaaaaaa0" } });
  });
  const { warnings } = parseOrganizationText("organization.yaml", yamlOf(other));
  expect(warnings.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
    "workloadVpcs.web.transitGateway.id: leads to the central endpoints only if it is peered with tgw-0123456789abcdef0 of sharedNetwork.vpc, got 'tgw-0aaaaaaaaaaaaaaa0'",
  ]);
});
