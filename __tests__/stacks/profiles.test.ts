import { synthFile } from "../support/synth";
import { type File, variants } from "../support/variants";

type Blocks = Record<string, Record<string, unknown>> | undefined;
const plain = (blocks: Blocks) =>
  Object.fromEntries(
    Object.entries(blocks ?? {}).map(([name, block]) => {
      const own = { ...block };
      delete own["//"];
      return [name, own];
    }),
  );
const profileId = "${data.terraform_remote_state.shared-network.outputs.dns_profile_id}";

describe("a Route 53 Profile", () => {
  const stacks = synthFile(variants["a Route 53 Profile"]!);
  const shared = stacks["shared-network"]!;

  test("holds the rules, FORWARD rules after the SYSTEM rules, and is shared with them", () => {
    const profile_id = "${aws_route53profiles_profile.dns.id}";
    expect(plain(shared.resource["aws_route53profiles_profile"])).toEqual({ dns: { name: "example-dns" } });
    expect(plain(shared.resource["aws_route53profiles_resource_association"])).toEqual({
      dns_amazonaws_com: {
        name: "amazonaws-com",
        profile_id,
        resource_arn: "${aws_route53_resolver_rule.amazonaws_com.arn}",
      },
      dns_everything: {
        name: "everything",
        profile_id,
        resource_arn: "${aws_route53_resolver_rule.everything.arn}",
        depends_on: ["aws_route53profiles_resource_association.dns_amazonaws_com"],
      },
    });
    expect(Object.keys(shared.resource["aws_ram_resource_association"]!).sort()).toEqual([
      "rules_amazonaws_com",
      "rules_dns-profile",
      "rules_everything",
      "rules_query-log",
    ]);
    expect(shared.output["dns_profile_id"]!.value).toBe(profile_id);
  });

  test("replaces the rule associations of a VPC, but not that of the query log", () => {
    const { resource, data } = stacks["vpc-apps"]!;
    expect(plain(resource["aws_route53profiles_association"])).toEqual({
      apps: { name: "example-apps", profile_id: profileId, resource_id: "${aws_vpc.apps.id}" },
    });
    expect(resource["aws_route53_resolver_rule_association"]).toBeUndefined();
    expect(Object.keys(resource["aws_route53_resolver_query_log_config_association"]!)).toEqual(["queries"]);
    expect(data["aws_route53_resolver_rules"]).toBeUndefined();
    expect(data["aws_route53profiles_profiles"]).toMatchObject({
      apps: {
        lifecycle: {
          postcondition: [
            {
              condition: `\${contains(self.profiles[*].id, ${profileId.slice(2, -1)})}`,
              error_message:
                "the Route 53 Profile of the shared network is not visible in this account yet: a share takes some minutes " +
                "to arrive; wait and deploy vpc-apps again, or share it with this account",
            },
          ],
        },
      },
    });
  });

  test("is not looked up in the account that owns it", () => {
    expect(stacks["vpc-data"]!.resource["aws_route53profiles_association"]).toBeDefined();
    expect(stacks["vpc-data"]!.data["aws_route53profiles_profiles"]).toBeUndefined();
  });

  test("leaves VPCs alone that have profile: false", () => {
    const { resource } = stacks["vpc-old"]!;
    expect(resource["aws_route53profiles_association"]).toBeUndefined();
    expect(Object.keys(resource["aws_route53_resolver_rule_association"]!)).toEqual(["amazonaws_com", "everything"]);
  });

  test("follows the VPC's own SYSTEM rules, which it does not hold", () => {
    const { "shared-network": network, "vpc-apps": apps } = synthFile(
      variants["a Route 53 Profile, and SYSTEM rules per VPC"]!,
    );
    expect(Object.keys(network!.resource["aws_route53profiles_resource_association"]!)).toEqual(["dns_everything"]);
    expect(Object.keys(apps!.resource["aws_route53_resolver_rule_association"]!)).toEqual(["amazonaws_com"]);
    expect(apps!.resource["aws_route53profiles_association"]!["apps"]).toMatchObject({
      depends_on: ["aws_route53_resolver_rule_association.amazonaws_com"],
    });
  });

  test("holds the zones of central endpoints, which need no authorization then", () => {
    const { "shared-network": network, "vpc-web": web } = synthFile(
      variants["a Route 53 Profile with the zones of central endpoints"]!,
    );
    const associations = network!.resource["aws_route53profiles_resource_association"]!;
    expect(associations["dns_zone-ecr_dkr"]).toMatchObject({
      name: "zone-ecr-dkr",
      resource_arn: "${aws_route53_zone.ecr_dkr.arn}",
    });
    const types = Object.keys(web!.resource);
    expect(types).not.toContain("aws_route53_zone_association");
    expect(types).not.toContain("aws_route53_vpc_association_authorization");
  });

  test("has a name of at most 64 characters", () => {
    const long: File = structuredClone(variants["a Route 53 Profile"]!);
    long.sharedNetwork.dns.forward.push({ domain: `${"a".repeat(60)}.example.com`, to: ["10.2.0.9"] });
    const names = Object.values(
      synthFile(long)["shared-network"]!.resource["aws_route53profiles_resource_association"]!,
    ).map(({ name }) => String(name));
    expect(names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(3);
  });
});
