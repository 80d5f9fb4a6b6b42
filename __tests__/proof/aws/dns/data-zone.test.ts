import { join } from "node:path";

import { allVpcs } from "../../../../proof/aws/dns/vpc-dns";
import { Facts } from "../../../../proof/facts";
import { readGraph } from "../../../../proof/graph/read";
import { folderOf } from "../../graph/folders";

const managed = (type: string, values: object) => ({ address: `${type}.x`, mode: "managed", type, name: "x", values });

test("a private zone in a data source provides the name for its zone id", () => {
  const data = {
    address: "data.aws_route53_zone.x",
    mode: "data",
    type: "aws_route53_zone",
    name: "x",
    values: { id: "Z0123456789ABCDEFGHIJ", zone_id: "Z0123456789ABCDEFGHIJ", name: "ssm.us-east-1.amazonaws.com" },
  };
  const resources = [
    data,
    managed("aws_vpc", { id: "vpc-0123456789abcdef0" }),
    managed("aws_route53_zone_association", { vpc_id: "vpc-0123456789abcdef0", zone_id: "Z0123456789ABCDEFGHIJ" }),
  ];
  const state = { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources } } };
  const [vpc] = allVpcs(new Facts(readGraph([join(folderOf({ "state.json": state }), "state.json")])));
  expect(vpc!.zones.map(({ domain, records }) => ({ domain, complete: records?.complete }))).toEqual([
    { domain: "ssm.us-east-1.amazonaws.com", complete: false },
  ]);
});
