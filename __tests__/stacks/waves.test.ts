import { waves } from "../../stacks/waves";

const stack = (name: string, ...dependsOn: string[]) => ({ name, dependsOn });
const names = (plan: { name: string }[][]) => plan.map((wave) => wave.map(({ name }) => name));

describe("waves", () => {
  test("contain stacks that can be deployed in parallel after the earlier waves", () => {
    const plan = waves([
      stack("ecs-web", "vpc-apps"),
      stack("vpc-apps", "net"),
      stack("vpc-data", "net"),
      stack("net"),
    ]);
    expect(names(plan)).toEqual([["net"], ["vpc-apps", "vpc-data"], ["ecs-web"]]);
  });

  test("fails on a cycle, naming its stacks", () => {
    expect(() => waves([stack("a", "b"), stack("b", "a"), stack("c")])).toThrow(
      "stack dependencies form a cycle: a, b",
    );
  });
});
