import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { synthFile } from "../../support/synth";
import { type File, variants } from "../../support/variants";

/** The example in Beijing, without some of its VPC endpoints. */
function pathsWithout(...endpoints: string[]) {
  const text = JSON.stringify(variants["example"])
    .replaceAll("us-east-1", "cn-north-1")
    .replaceAll("arn:aws:", "arn:aws-cn:")
    .replaceAll("amazonaws.com", "amazonaws.com.cn");
  const stacks = Object.entries(synthFile(JSON.parse(text) as File)).map(([stack, { json }]) => {
    const parsed = JSON.parse(json) as { resource: Record<string, Record<string, unknown>> };
    for (const name of endpoints) delete parsed.resource["aws_vpc_endpoint"]?.[name];
    return [stack, parsed];
  });
  return prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0])).paths;
}

it("passes with the endpoints that are created for China", () => {
  expect(new Set(pathsWithout().map(({ verdict }) => verdict))).toEqual(new Set(["mounts"]));
});

it.each([
  ["logs", "logs", "com.amazonaws.cn-north-1.logs"],
  ["ecr_dkr", "image", "cn.com.amazonaws.cn-north-1.ecr.dkr"],
  ["s3", "image", "com.amazonaws.cn-north-1.s3"],
])("fails without %s, and the fix uses the service name of China", (endpoint, hop, serviceName) => {
  const [path] = pathsWithout(endpoint);
  const result = path!.hops.find((one) => one.hop === hop)!;
  expect(result.verdict).toBe("fails");
  expect(result.terraform).toContain(`"${serviceName}"`);
});
