import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { mountingStack } from "../../../support/mounting-stack";

type Json = Record<string, unknown>;
type Resources = Record<string, Record<string, Json>>;

/** The first hop that does not pass, or `mounts`. */
function told(added: Resources, edit: (resource: Resources) => void = () => undefined): string {
  const stack = mountingStack();
  edit(stack.resource);
  const graph = graphOfStacks({ apps: { ...stack, resource: { ...stack.resource, ...added } } } as never);
  const { paths } = prove(graph);
  expect(paths).toHaveLength(1);
  const bad = paths[0]!.hops.find(({ verdict }) => verdict !== "passes");
  return bad ? `${bad.hop} ${bad.verdict} (${bad.rule}): ${bad.resource}` : paths[0]!.verdict;
}

const vpc_id = "${aws_vpc.apps.id}";

/** The same task behind a NAT gateway, in a subnet of its own. */
function behindNat(resource: Resources): void {
  resource["aws_subnet"]!["public"] = { vpc_id, cidr_block: "10.10.9.0/24", availability_zone: "us-east-1a" };
  resource["aws_route_table"]!["private"] = {
    vpc_id,
    route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.main.id}" }],
  };
  resource["aws_nat_gateway"] = { main: { subnet_id: "${aws_subnet.public.id}", allocation_id: "eipalloc-1" } };
  resource["aws_route_table_association"] = {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.private.id}" },
    public: { subnet_id: "${aws_subnet.public.id}", route_table_id: "${aws_route_table.apps.id}" },
  };
}

describe("Block Public Access (VPC-07)", () => {
  const blocked = (internet_gateway_block_mode: string, exclusions: Record<string, Json> = {}): Resources => ({
    aws_vpc_block_public_access_options: { region: { internet_gateway_block_mode } },
    aws_vpc_block_public_access_exclusion: exclusions,
  });
  const unknown = "image unknown (VPC-07): aws_vpc_block_public_access_options.region";
  const internet_gateway_exclusion_mode = "allow-egress";

  test.each(["block-bidirectional", "block-ingress", "${var.mode}"])(
    "allows an internet gateway in mode %s",
    (mode) => {
      expect(told(blocked(mode))).toBe(unknown);
    },
  );

  test.each([
    ["block-bidirectional", unknown],
    ["block-ingress", "mounts"],
  ])("in mode %s a NAT gateway: %s", (mode, expected) => {
    expect(told({}, behindNat)).toBe("mounts");
    expect(told(blocked(mode), behindNat)).toBe(expected);
  });

  test("does not affect an excluded VPC or subnet", () => {
    const subnet = (name: string) => ({ subnet_id: `\${aws_subnet.${name}.id}`, internet_gateway_exclusion_mode });
    expect(told(blocked("block-bidirectional", { vpc: { vpc_id, internet_gateway_exclusion_mode } }))).toBe("mounts");
    expect(told(blocked("block-bidirectional", { a: subnet("a") }))).toBe("mounts");
    expect(told(blocked("block-bidirectional", { a: subnet("a") }), behindNat)).toBe(unknown);
    expect(told(blocked("block-bidirectional", { a: subnet("a"), b: subnet("public") }), behindNat)).toBe("mounts");
  });

  test("applies to its own Region", () => {
    const elsewhere = { internet_gateway_block_mode: "block-bidirectional", region: "eu-west-1" };
    expect(told({ aws_vpc_block_public_access_options: { region: elsewhere } })).toBe("mounts");
  });

  test("may be off", () => expect(told(blocked("off"))).toBe("mounts"));
});

describe("VPC Encryption Controls (VPC-06)", () => {
  const control = (settings: Json): Resources => ({ aws_vpc_encryption_control: { apps: { vpc_id, ...settings } } });
  const igw = { internet_gateway_exclusion: "enable" };
  const efs = { elastic_file_system_exclusion: "enable" };

  test("leave EFS unknown if they enforce, unless it is excluded", () => {
    expect(told(control({ mode: "enforce" }))).toBe("network unknown (VPC-06): aws_vpc_encryption_control.apps");
    expect(told(control({ mode: "enforce", ...efs, ...igw }))).toBe("mounts");
  });

  test("leave gateways unknown if they enforce, unless they are excluded", () => {
    expect(told(control({ mode: "enforce", ...efs }))).toBe("image unknown (VPC-06): aws_vpc_encryption_control.apps");
    expect(told(control({ mode: "enforce", ...efs, ...igw }), behindNat)).toBe(
      "image unknown (VPC-06): aws_vpc_encryption_control.apps",
    );
    expect(told(control({ mode: "enforce", ...efs, ...igw, nat_gateway_exclusion: "enable" }), behindNat)).toBe(
      "mounts",
    );
  });

  test("have no effect if they only monitor, or belong to another VPC", () => {
    expect(told(control({ mode: "monitor" }))).toBe("mounts");
    expect(told(control({ mode: "enforce", vpc_id: "vpc-0123456789abcdef0" }))).toBe("mounts");
  });
});
