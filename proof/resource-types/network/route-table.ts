import { type Service, type Withdrawal } from "../resource-type";

const routeProperties = [
  "cidr_block",
  "ipv6_cidr_block",
  "destination_prefix_list_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

const inlineRoutes: readonly Withdrawal[] = ["cidr_block", "destination_prefix_list_id"].map((member) => ({
  form: "loses",
  attribute: "route",
  member,
  means: "so traffic to it has no route, or takes another one",
  todo: "keep the route, or check that nothing sends traffic there",
}));

const otherTable: readonly Withdrawal[] = [
  {
    form: "changes",
    attribute: "route_table_id",
    means: "gives its subnets the routes of another route table",
    todo: "check that the other route table has the same routes, endpoints included",
  },
];

export const routeTable: Service = {
  withoutAddresses: ["aws_route_table"],
  types: {
    aws_route_table: {
      idPrefixes: ["rtb"],
      identity: ["route_table_id"],
      referencedBy: { id: ["route_table_id"], ids: ["route_table_ids"] },
      blockProperties: [...routeProperties, "carrier_gateway_id", "local_gateway_id"],
      destruction: { means: "its subnets fall back to the VPC's main route table" },
      withdraws: inlineRoutes,
    },
    aws_default_route_table: {
      adopts: { as: "aws_route_table", by: "default_route_table_id", of: "default_route_table_id" },
      blockProperties: [...routeProperties, "instance_id"],
      withdraws: inlineRoutes,
      unique: { by: ["default_route_table_id"] },
    },
    aws_route: {
      destruction: {
        means: "traffic to its destination has no route, or takes another one",
        shows: ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"],
      },
      withdraws: routeProperties.slice(3).map((attribute) => ({
        form: "changes",
        attribute,
        means: "sends its destination's traffic another way",
        todo: "check that the new target leads to the same networks",
      })),
      unique: { by: ["route_table_id"] },
      listedIn: [{ owner: "aws_route_table", by: "route_table_id", attribute: "route", as: { form: "route" } }],
    },
    aws_route_table_association: {
      unique: { by: ["subnet_id"] },
      destruction: { means: "its subnet falls back to the VPC's main route table", onlyDeleted: true },
      withdraws: otherTable,
    },
    aws_main_route_table_association: {
      destruction: { means: "subnets without an own route table get the VPC's original one" },
      withdraws: otherTable,
      unique: { by: ["vpc_id"] },
      listedIn: [
        {
          owner: "aws_vpc",
          by: "vpc_id",
          attribute: "main_route_table_id",
          as: { form: "restored", from: "original_route_table_id" },
        },
      ],
    },
  },
};
