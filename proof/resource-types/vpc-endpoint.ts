import { type Listing, type Service } from "./resource-type";

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
    },
    aws_vpc_endpoint_route_table_association: {
      unique: { by: ["vpc_endpoint_id", "route_table_id"] },
      listedIn: listedIn("route_table_ids", "route_table_id"),
    },
    aws_vpc_endpoint_subnet_association: {
      unique: { by: ["vpc_endpoint_id", "subnet_id"] },
      listedIn: listedIn("subnet_ids", "subnet_id"),
    },
    aws_vpc_endpoint_security_group_association: {
      unique: { by: ["vpc_endpoint_id", "security_group_id"] },
      listedIn: listedIn("security_group_ids", "security_group_id"),
    },
    aws_vpc_endpoint_policy: {
      unique: { by: ["vpc_endpoint_id"] },
      listedIn: [{ owner: "aws_vpc_endpoint", by: "vpc_endpoint_id", attribute: "policy", as: { form: "unset" } }],
    },
    aws_vpc_endpoint_service: {},
  },
};
