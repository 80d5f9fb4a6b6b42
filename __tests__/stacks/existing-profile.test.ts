import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { changed, variants } from "../support/variants";

const id = "rp-4987774726example";
const associated = synthFile(variants["an existing Route 53 Profile"]!);
const added = synthFile(variants["an existing Route 53 Profile that gets the rules"]!);
const rules = "aws_route53_resolver_rule_association";
const held = "aws_route53profiles_resource_association";

test("a VPC is associated with an existing profile, after its share has arrived and beside its own rules", () => {
  const { resource, data } = associated["vpc-apps"]!;
  const own = Object.keys(resource[rules]!).map((name) => `${rules}.${name}`);
  expect(own).toHaveLength(2);
  expect(resource["aws_route53profiles_association"]!["apps"]).toMatchObject({
    profile_id: id,
    depends_on: expect.arrayContaining(own) as unknown,
  });
  expect(JSON.stringify(data["aws_route53profiles_profiles"])).toContain(`contains(self.profiles[*].id, \\"${id}\\")`);
  expect(associated["shared-network"]!.json).not.toContain("aws_route53profiles");
});

test("an existing profile gets the rules if the file says so, and is not shared here", () => {
  const { resource, output } = added["shared-network"]!;
  expect(Object.keys(resource)).not.toContain("aws_route53profiles_profile");
  expect(Object.values(resource[held]!).map(({ profile_id }) => profile_id)).toEqual([id, id]);
  expect(JSON.stringify(resource["aws_ram_resource_association"])).not.toContain("profile");
  expect(output["dns_profile_id"]).toMatchObject({ value: id });
  expect(Object.keys(added["vpc-apps"]!.resource)).not.toContain(rules);
});

test("a VPC with profile: false is not associated with it", () => {
  const without = synthFile(
    changed((file) => {
      file.sharedNetwork.dns.profile = { id };
      file.workloadVpcs!["apps"]!.profile = false;
    }),
  );
  expect(without["vpc-apps"]!.json).not.toContain("aws_route53profiles");
});

describe.each(Object.entries({ associated, added }))("prove, with a profile that is %s", (_, synthesized) => {
  const stacks = Object.entries(synthesized).map(([stack, { json }]) => [stack, JSON.parse(json) as object]);
  const json = Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0];

  test("does not know what it holds", () => {
    const { paths } = prove(graphOfStacks(json));
    expect([...new Set(paths.map(({ verdict }) => verdict))]).toEqual(["unknown"]);
    expect(JSON.stringify(paths)).toContain(`list-profile-resource-associations --profile-id ${id}`);
  });

  test("believes its owner", () => {
    const statement = "no-other-profile-resources" as const;
    const { paths, assumed } = prove(graphOfStacks(json, [{ statement, profile: id, reason: "its owner says so" }]));
    expect([...new Set(paths.map(({ verdict }) => verdict))]).toEqual(["mounts"]);
    expect(assumed!.map(({ used }) => used)).toEqual([true]);
  });
});
