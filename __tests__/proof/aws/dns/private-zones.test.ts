import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { synthFile } from "../../../support/synth";
import { variants } from "../../../support/variants";

/** The resolver hop of the example with a namespace of Cloud Map and the services in it. */
function resolverWith(namespace: string, ...services: string[]) {
  const stacks = Object.entries(synthFile(variants["example"]!)).map(([stack, { json }]) => {
    const parsed = JSON.parse(json) as { resource: Record<string, unknown> };
    if (stack === "vpc-apps") {
      parsed.resource["aws_service_discovery_private_dns_namespace"] = {
        own: { name: namespace, vpc: "${aws_vpc.apps.id}" },
      };
      parsed.resource["aws_service_discovery_service"] = Object.fromEntries(
        services.map((name, index) => {
          const dns = [{ namespace_id: "${aws_service_discovery_private_dns_namespace.own.id}" }];
          return [`s${index}`, { name, dns_config: dns }];
        }),
      );
    }
    return [stack, parsed];
  });
  const { paths } = prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0]));
  return paths[0]!.hops.find(({ hop }) => hop === "resolver")!;
}

describe("a namespace of Cloud Map", () => {
  it("does not affect EFS's names if it is another domain", () => {
    expect(resolverWith("web.internal", "api").verdict).toBe("passes");
  });

  it("fails as a private zone that overrides EFS's names", () => {
    expect(resolverWith("efs.us-east-1.amazonaws.com", "api")).toMatchObject({
      verdict: "fails",
      resource: "aws_service_discovery_private_dns_namespace.own",
      fix: "remove aws_service_discovery_private_dns_namespace.own; remove the references to it in aws_service_discovery_service.s0",
    });
  });

  it("is unknown as a private zone with a SYSTEM rule's name, since AWS does not document the precedence", () => {
    expect(resolverWith("amazonaws.com", "api")).toMatchObject({
      verdict: "unknown",
      resource: "aws_service_discovery_private_dns_namespace.own",
    });
  });
});
