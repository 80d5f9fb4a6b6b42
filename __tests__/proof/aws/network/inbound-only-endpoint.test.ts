/** Private DNS that answers queries from on-premises only (EP-10). */
import { endpointFacts } from "../../../../proof/aws/network/vpc-endpoint";
import { Facts } from "../../../../proof/facts";
import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { mountingStack } from "../../../support/mounting-stack";

type Json = Record<string, unknown>;

const only = "private_dns_only_for_inbound_resolver_endpoint";
const endpoint = (service: string, dns_options: unknown): Json => ({
  vpc_id: "${aws_vpc.apps.id}",
  service_name: `com.amazonaws.us-east-1.${service}`,
  vpc_endpoint_type: "Interface",
  private_dns_enabled: true,
  subnet_ids: ["${aws_subnet.a.id}"],
  security_group_ids: ["${aws_security_group.all.id}"],
  ...(dns_options === undefined ? {} : { dns_options }),
});

test.each([
  ["yes", undefined],
  ["yes", [{}]],
  ["yes", [{ [only]: false }]],
  ["yes", { [only]: "false" }],
  ["no", [{ [only]: true }]],
  ["no", { [only]: "true" }],
  ["unknown", [{ [only]: "${var.inbound_only}" }]],
])("private DNS serves the VPC: %s with %j", (answer, options) => {
  const graph = graphOfStacks({ web: { resource: { aws_vpc_endpoint: { logs: endpoint("logs", options) } } } });
  expect(new Facts(graph).per(endpointFacts, graph.resource("aws_vpc_endpoint.logs")!).privateDns).toBe(answer);
});

/** The example's service, which pulls from ECR through endpoints and has no other way out. */
function image(dns_options: unknown) {
  const { provider, resource } = mountingStack();
  const task = resource["aws_ecs_task_definition"]!["web"]!;
  const [container] = JSON.parse(String(task["container_definitions"])) as [Json];
  const pulled = { ...container, image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/web:1" };
  task["container_definitions"] = JSON.stringify([pulled]);
  task["execution_role_arn"] = "${aws_iam_role.start.arn}";
  const trust = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };
  const allow = { Effect: "Allow", Action: "ecr:*", Resource: "*" };
  const assume_role_policy = JSON.stringify({ Statement: [trust] });
  resource["aws_iam_role"] = { start: { name: "start", assume_role_policy } };
  const policy = JSON.stringify({ Statement: [allow] });
  resource["aws_iam_role_policy"] = { start: { role: "${aws_iam_role.start.id}", policy } };
  resource["aws_vpc_endpoint"] = {
    api: endpoint("ecr.api", dns_options),
    dkr: endpoint("ecr.dkr", undefined),
    s3: {
      vpc_id: "${aws_vpc.apps.id}",
      service_name: "com.amazonaws.us-east-1.s3",
      route_table_ids: ["${aws_route_table.apps.id}"],
    },
  };
  delete resource["aws_route_table"]!["apps"]!["route"];
  const { hops } = prove(graphOfStacks({ web: { provider, resource } })).paths[0]!;
  const { verdict, rule, resource: decides } = hops.find(({ hop }) => hop === "image")!;
  return [verdict, rule, decides];
}

test("passes with private DNS for the whole VPC", () => {
  expect(image([{ [only]: false }])[0]).toBe("passes");
});

test("fails if the only endpoint answers inbound queries alone", () => {
  expect(image([{ [only]: true }])).toEqual(["fails", "EP-05", "aws_vpc_endpoint.api"]);
});
