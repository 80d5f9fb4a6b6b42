import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

const twoAccounts = synthFile(variants["private zones of two accounts"]!);
const withProfile = synthFile(variants["private zones through a Route 53 Profile"]!);

const zone = (name: string) => `\${data.aws_route53_zone.private_${name}.zone_id}`;

describe("zones of the shared network's account", () => {
  const { data, resource } = twoAccounts["vpc-apps"]!;

  test("are looked up there, and a plan fails unless they have the name and are private", () => {
    const found = data["aws_route53_zone"]!["private_corp_internal"] as { lifecycle: { postcondition: object[] } };
    expect(found).toMatchObject({ zone_id: "Z0123456789ABCDEFGHI0", provider: "aws.network" });
    expect(found.lifecycle.postcondition).toMatchObject([
      { condition: '${self.name == "corp.internal"}' },
      { condition: "${self.private_zone}" },
    ]);
  });

  test("are associated after that account has authorized the VPC", () => {
    const common = { zone_id: zone("corp_internal"), vpc_id: "${aws_vpc.apps.id}" };
    const authorization = resource["aws_route53_vpc_association_authorization"]!["private_corp_internal"];
    expect(authorization).toMatchObject({ ...common, provider: "aws.network" });
    expect(resource["aws_route53_zone_association"]!["private_corp_internal"]).toMatchObject({
      ...common,
      depends_on: ["aws_route53_vpc_association_authorization.private_corp_internal"],
    });
  });

  test("are associated with the VPC of the resolver endpoints, for queries from on-premises", () => {
    const shared = twoAccounts["shared-network"]!.resource["aws_route53_zone_association"]!;
    expect(Object.keys(shared)).toEqual(["private_corp_internal", "private_legacy_internal"]);
    expect(shared["private_corp_internal"]).toMatchObject({ vpc_id: "${aws_vpc.network.id}" });
  });
});

test("a zone of the VPC's own account needs no authorization", () => {
  const { data, resource } = twoAccounts["vpc-apps"]!;
  expect(data["aws_route53_zone"]!["private_db_internal"]).not.toHaveProperty("provider");
  expect(resource["aws_route53_zone_association"]!["private_db_internal"]).toBeDefined();
  const authorizations = Object.keys(resource["aws_route53_vpc_association_authorization"]!);
  expect(authorizations).toEqual(["private_corp_internal", "private_legacy_internal"]);
});

test("the profile brings the zones that every VPC gets", () => {
  const shared = withProfile["shared-network"]!.resource;
  const inProfile = shared["aws_route53profiles_resource_association"]!["dns_zone-corp_internal"];
  expect(inProfile).toMatchObject({ resource_arn: "${data.aws_route53_zone.private_corp_internal.arn}" });
  const direct = withProfile["vpc-apps"]!.resource["aws_route53_zone_association"]!;
  expect(Object.keys(direct)).toEqual(["private_legacy_internal"]);
});
