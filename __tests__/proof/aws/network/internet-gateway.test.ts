import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { mountingStack } from "../../../support/mounting-stack";

type Json = Record<string, unknown>;

function image(change: (resource: Record<string, Record<string, Json>>) => void) {
  const { provider, resource } = mountingStack();
  change(resource);
  const { hops } = prove(graphOfStacks({ web: { provider, resource } })).paths[0]!;
  const { verdict, resource: decides } = hops.find(({ hop }) => hop === "image")!;
  return [verdict, decides];
}

const attachment = (vpc: string) => ({
  apps: { internet_gateway_id: "${aws_internet_gateway.apps.id}", vpc_id: `\${aws_vpc.${vpc}.id}` },
});

test("passes with a gateway that an attachment attaches", () => {
  const found = image((resource) => {
    resource["aws_internet_gateway"]!["apps"] = {};
    resource["aws_internet_gateway_attachment"] = attachment("apps");
  });
  expect(found[0]).toBe("passes");
});

test("passes with a gateway of a VPC that is not known", () => {
  const found = image((resource) => void (resource["aws_internet_gateway"]!["apps"] = { vpc_id: "${var.vpc}" }));
  expect(found[0]).toBe("passes");
});

test("fails if the gateway is attached to no VPC", () => {
  const found = image((resource) => void (resource["aws_internet_gateway"]!["apps"] = {}));
  expect(found).toEqual(["fails", "aws_internet_gateway.apps"]);
});

test("fails if the gateway is attached to another VPC", () => {
  const other = (resource: Record<string, Record<string, Json>>) => {
    resource["aws_vpc"]!["other"] = { cidr_block: "10.11.0.0/16" };
  };
  const byAttribute = image((resource) => {
    other(resource);
    resource["aws_internet_gateway"]!["apps"] = { vpc_id: "${aws_vpc.other.id}" };
  });
  const byAttachment = image((resource) => {
    other(resource);
    resource["aws_internet_gateway"]!["apps"] = {};
    resource["aws_internet_gateway_attachment"] = attachment("other");
  });
  expect([byAttribute, byAttachment]).toEqual([
    ["fails", "aws_internet_gateway.apps"],
    ["fails", "aws_internet_gateway.apps"],
  ]);
});
