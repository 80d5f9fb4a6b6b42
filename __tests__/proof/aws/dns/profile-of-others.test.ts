/** A Route 53 Profile of another account: what it may bring is said once, with what would settle it. */
import { answerIn } from "../../../../proof/aws/dns/resolvers";
import { vpcDnsOf } from "../../../../proof/aws/dns/vpc-dns";
import { Facts } from "../../../../proof/facts";
import { graphOfStacks } from "../../../../proof/graph/read";

test("names the profile, and no zone or rule of an unknown domain", () => {
  const graph = graphOfStacks({
    apps: {
      provider: { aws: [{ region: "us-east-1" }] },
      data: { aws_route53profiles_profiles: { shared: {} } },
      resource: {
        aws_vpc: { apps: { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true } },
        aws_route53profiles_association: {
          apps: {
            profile_id: "${data.aws_route53profiles_profiles.shared.profiles[0].id}",
            resource_id: "${aws_vpc.apps.id}",
          },
        },
      },
    },
  });
  const facts = new Facts(graph);
  const vpc = vpcDnsOf(
    facts,
    graph.resolve({ kind: "reference", to: graph.resource("aws_vpc.apps")!.key, attribute: "id" }),
  )!;
  const answer = answerIn(facts, vpc.seenRulesAlone, "api.ecr.us-east-1.amazonaws.com");
  expect(answer.detail).toContain(
    "api.ecr.us-east-1.amazonaws.com may match a private zone of aws_route53profiles_association.apps, which is not known",
  );
  expect(answer.resolveBy).toContain(
    "the contents of the profile of aws_route53profiles_association.apps: add the plan or state that creates it as another input",
  );
  expect(`${answer.detail} ${answer.resolveBy}`).not.toMatch(/unknown domain|which is the contents/);
});
