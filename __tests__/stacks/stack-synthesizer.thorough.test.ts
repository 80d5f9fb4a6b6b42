import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  Annotations,
  Aspects,
  dependable,
  Fn,
  propertyAccess,
  TerraformIterator,
  TerraformResource,
  Token,
} from "cdktf";
import { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
import { type TerraformDynamicExpression } from "cdktf/lib/terraform-dynamic-expression";
import { type IConstruct } from "constructs";

import { readOrganization } from "../../config/load";
import { buildApp } from "../../main";
import { type AnyStack } from "../../stacks/stack";
import { exampleFileName, exampleNames } from "../support/examples";
import { byCdktf, synthesized } from "./by-cdktf";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-synthesizer-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const example = readOrganization("organization.yaml").organization;

describe("the same bytes as cdktf's own synthesizer", () => {
  test.each(exampleNames)("of the example %s", (name) => {
    const { organization } = readOrganization(exampleFileName(name));
    expect(synthesized(organization)).toEqual(byCdktf(organization));
  });

  test.each<[string, (stack: AnyStack) => void]>([
    [
      "an override that holds tokens",
      (stack) => stack.addOverride("locals.name", { [`${stack.node.id}`]: Token.asString({ resolve: () => "late" }) }),
    ],
    ["text that looks like a number of cdktf's", (stack) => stack.addOverride("locals.hash", "1.8e+307 4e5f")],
    [
      "numbers, lists and maps as tokens",
      (stack) => {
        stack.addOverride("locals.values", {
          number: Token.asNumber({ resolve: () => 7 }),
          list: Token.asList({ resolve: () => ["a", "b"] }),
          map: Token.asStringMap({ resolve: () => ({ key: "value" }) }),
          nothing: undefined,
          none: null,
          empty: { list: [], map: {} },
        });
      },
    ],
    [
      "references of every form",
      (stack) => {
        const resource = resourceOf(stack);
        stack.addOverride("locals.references", {
          alone: [resource.fqn, [resource.fqn], { [resource.fqn]: resource.fqn }],
          inText: [`a ${resource.fqn} b ${resource.fqn} c`, `$${"{each.key}"} ${resource.fqn}`, `4e5 ${resource.fqn}`],
          dependencies: [dependable(resource), [dependable(resource)]],
          keys: [["a"], ["a/b"], ["a", "b c"], ["*"], [0], ['"'], ["$${x}"], ["1e5"], [resource.fqn]].map((keys) =>
            propertyAccess(resource.fqn, keys).toString(),
          ),
          ofAccess: propertyAccess(propertyAccess(resource.fqn, ["a"]).toString(), ["b"]).toString(),
          ofText: propertyAccess("local.any", ["b"]).toString(),
          functions: [Fn.join(",", [resource.fqn]), `x ${Fn.jsonencode({ a: resource.fqn })}`],
          number: `${resource.getNumberAttribute("number")}`,
          numbers: [resource.getNumberAttribute("number"), resource.getNumberListAttribute("numbers")],
          list: resource.getListAttribute("list"),
          flag: resource.getBooleanAttribute("flag"),
          map: resource.getStringMapAttribute("map"),
        });
      },
    ],
    [
      "arguments that only some resources have",
      (stack) => {
        const [first, second, third] = resourcesOf(stack);
        first!.lifecycle = { createBeforeDestroy: true, ignoreChanges: ["tags"], replaceTriggeredBy: [second!] };
        first!.dependsOn = [second!.fqn];
        first!.addOverride("depends_on", ["local.other"]);
        first!.addOverride("tags", undefined);
        second!.count = 2;
        second!.provisioners = [{ type: "local-exec", command: "true", workingDir: "/" }];
        second!.addOverride("timeouts.create", "5m");
        third!.importFrom("id-1");
      },
    ],
    [
      "a dynamic block",
      (stack) => {
        const [resource] = resourcesOf(stack) as unknown as { synthesizeAttributes(): object }[];
        const block = TerraformDynamicBlock.fromDynamicExpression(
          TerraformIterator.fromList(["a"]).dynamic({ name: "a" }) as TerraformDynamicExpression,
        );
        resource!.synthesizeAttributes = () => ({ name: "a", nested: { block } });
      },
    ],
    ["a warning", (stack) => Annotations.of(stack).addWarning("read me")],
    ["an aspect that changes a construct", (stack) => Aspects.of(stack).add({ visit: tagged })],
    ["an aspect on a construct within", (stack) => Aspects.of(stack.node.children[0]!).add({ visit: tagged })],
    [
      "a provider function, which cdktn prepares",
      (stack) => stack.addOverride("locals.arn", "${provider::aws::arn_parse(local.id)}"),
    ],
  ])("with %s", (_, change) => {
    expect(synthesized(example, change)).toEqual(byCdktf(example, change));
  });
});

function resourcesOf(stack: AnyStack): TerraformResource[] {
  return stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
}

function resourceOf(stack: AnyStack): TerraformResource {
  return resourcesOf(stack)[0]!;
}

/** Makes a change as an aspect could. */
function tagged(construct: IConstruct): void {
  if ("addOverride" in construct && "terraformResourceType" in construct) {
    (construct as { addOverride(path: string, value: unknown): void }).addOverride(
      "lifecycle.create_before_destroy",
      true,
    );
  }
}

test("fails on a reference to another stack instead of writing it to the wrong one", () => {
  const app = buildApp(example, folder);
  const [network, vpc] = app.node.children as [AnyStack, AnyStack];
  const resource = network.node.findAll().find((node) => TerraformResource.isTerraformResource(node));
  vpc.addOverride("locals.foreign", (resource as TerraformResource).fqn);
  expect(() => app.synth()).toThrow(
    /^stack 'vpc-apps' refers to 'aws_vpc.network' of stack 'shared-network': read it as an output of that stack$/,
  );
});

test("fails on an annotation that is an error", () => {
  const app = buildApp(example, folder);
  Annotations.of(app.node.children[1]!).addError("not like this");
  expect(() => app.synth()).toThrow("not like this");
});
