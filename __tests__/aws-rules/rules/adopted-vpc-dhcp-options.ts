import { type AwsRule, each, stack } from "../rule";
import { type Arguments, blocks, type Resource, type Stacks, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "an association of DHCP options replaces those of the VPC's owner, and hosts ask the resolver only if they name AmazonProvidedDNS",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateDhcpOptions.html",
  check: each("data.aws_vpc", (vpc, stacks) => {
    const resolves = stacks.referring("aws_route53_resolver_rule_association", "vpc_id", vpc).length > 0;
    if (!resolves) return undefined;
    const guarded = isGuarded(vpc, stacks);
    const replaced = stacks.referring("aws_vpc_dhcp_options_association", "vpc_id", vpc);
    if (guarded && replaced.length > 0) return "its DHCP options are replaced although they name AmazonProvidedDNS";
    if (guarded) return undefined;
    return replaced.some((one) => isAmazons(one, stacks)) ? undefined : "nothing says that its hosts ask the resolver";
  }),
  fails: {
    "s/data.aws_vpc.apps: its DHCP options are replaced although they name AmazonProvidedDNS": adopted(true, true),
    "s/data.aws_vpc.apps: nothing says that its hosts ask the resolver": adopted(false, false),
  },
  passes: [adopted(true, false), adopted(false, true)],
};

/** Whether a plan fails unless the VPC's existing options specify AmazonProvidedDNS. */
function isGuarded(vpc: Resource, stacks: Stacks): boolean {
  return stacks.referring("data.aws_vpc_dhcp_options", "dhcp_options_id", vpc).some(({ args }) =>
    blocks(args["lifecycle"])
      .flatMap(({ postcondition }) => blocks(postcondition))
      .some(({ condition }) => String(condition).includes("AmazonProvidedDNS")),
  );
}

function isAmazons(association: Resource, stacks: Stacks): boolean {
  const options = stacks.referred(association, association.args["dhcp_options_id"], "aws_vpc_dhcp_options");
  return options.some(({ args }) => texts(args["domain_name_servers"]).join() === "AmazonProvidedDNS");
}

function adopted(guarded: boolean, replaced: boolean) {
  const condition = '${join(",", self.domain_name_servers) == "AmazonProvidedDNS"}';
  const guard: Record<string, Arguments> = {
    "data.aws_vpc_dhcp_options.apps": {
      dhcp_options_id: "${data.aws_vpc.apps.dhcp_options_id}",
      lifecycle: { postcondition: [{ condition }] },
    },
  };
  const replacement: Record<string, Arguments> = {
    "aws_vpc_dhcp_options.apps": { domain_name_servers: ["AmazonProvidedDNS"] },
    "aws_vpc_dhcp_options_association.apps": {
      vpc_id: "${data.aws_vpc.apps.id}",
      dhcp_options_id: "${aws_vpc_dhcp_options.apps.id}",
    },
  };
  return stack({
    "data.aws_vpc.apps": { id: "vpc-1" },
    "aws_route53_resolver_rule_association.all": { vpc_id: "${data.aws_vpc.apps.id}" },
    ...(guarded ? guard : {}),
    ...(replaced ? replacement : {}),
  });
}
