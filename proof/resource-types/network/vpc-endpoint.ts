import { type Listing, type Service } from "../resource-type";

const listedIn = (attribute: string, of: string): readonly Listing[] => [
  { owner: "aws_vpc_endpoint", by: "vpc_endpoint_id", attribute, as: { form: "id", of } },
];

export const vpcEndpoint: Service = {
  types: {
    aws_vpc_endpoint: {
      idPrefixes: ["vpce"],
      referencedBy: { id: ["vpc_endpoint_id"] },
      unique: {
        by: ["vpc_id", "service_name"],
        conditional: true,
        refused: { rule: "EP-06", because: "a VPC can have only one endpoint with private DNS for each service" },
      },
      destruction: { means: "tasks that start meanwhile can't reach the service, or reach it another way" },
      withdraws: [
        {
          form: "becomes",
          attribute: "private_dns_enabled",
          is: false,
          means: "has no private DNS any more, so the service's name resolves to public addresses",
          todo: "keep private_dns_enabled = true",
          rule: "EP-05",
        },
        {
          form: "loses",
          attribute: "subnet_ids",
          means: "so its zone loses the endpoint's address",
          todo: "keep the subnet, or check that no task of its zone needs the endpoint",
          rule: "EP-07",
        },
        {
          form: "loses",
          attribute: "route_table_ids",
          means: "so the subnets of that route table lose the route to the service",
          todo: "keep the route table, or check that no task there needs the service",
          rule: "EP-03",
        },
        {
          form: "loses",
          attribute: "security_group_ids",
          means: "so tasks reach it only if the remaining groups allow tcp/443 from them",
          todo: "check that the remaining security groups allow tcp/443 from the tasks",
          rule: "EP-08",
        },
      ],
    },
    aws_vpc_endpoint_route_table_association: {
      unique: { by: ["vpc_endpoint_id", "route_table_id"] },
      destruction: { means: "the subnets of its route table lose the route to the service", rule: "EP-03" },
      listedIn: listedIn("route_table_ids", "route_table_id"),
    },
    aws_vpc_endpoint_subnet_association: {
      unique: { by: ["vpc_endpoint_id", "subnet_id"] },
      destruction: { means: "its zone loses the endpoint's address", rule: "EP-07" },
      listedIn: listedIn("subnet_ids", "subnet_id"),
    },
    aws_vpc_endpoint_security_group_association: {
      unique: { by: ["vpc_endpoint_id", "security_group_id"] },
      destruction: {
        means: "tasks reach the endpoint only if its other groups allow tcp/443 from them",
        rule: "EP-08",
      },
      listedIn: listedIn("security_group_ids", "security_group_id"),
    },
    aws_vpc_endpoint_policy: {
      unique: { by: ["vpc_endpoint_id"] },
      listedIn: [{ owner: "aws_vpc_endpoint", by: "vpc_endpoint_id", attribute: "policy", as: { form: "unset" } }],
    },
    aws_vpc_endpoint_private_dns: {
      withdraws: [
        {
          form: "becomes",
          attribute: "private_dns_enabled",
          is: false,
          means: "switches private DNS of its endpoint off, so the service's name resolves to public addresses",
          todo: "keep private_dns_enabled = true",
          rule: "EP-05",
        },
      ],
    },
    aws_vpc_endpoint_service: { destruction: { means: "endpoints of its consumers lose the service" } },
  },
};
