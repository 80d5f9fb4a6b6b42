/** From paths to one graph: tells the kinds of input apart by their content. */
import { Graph } from "./graph";
import { InputError } from "./input-error";

/**
 * Reads `cdktf.out` folders, folders with `*.tf.json`, plans and states (`terraform show -json`), and puts all
 * resources into one graph.
 * @throws InputError naming everything that cannot be read
 */
export function readGraph(paths: readonly string[]): Graph {
  if (paths.length === 0) throw new InputError([{ path: ".", what: "nothing given", todo: "name a folder or plan" }]);
  return Graph.of([]);
}

/**
 * A graph of stacks given as parsed `cdk.tf.json`, by stack name: for tests and for what is still in memory.
 * Stack folders are taken to lie side by side, as in `cdktf.out/stacks/NAME`.
 */
export function graphOfStacks(_stacks: Readonly<Record<string, unknown>>): Graph {
  return Graph.of([]);
}

/** A graph of plans or states given as parsed `terraform show -json`, by path. */
export function graphOfPlans(_plans: Readonly<Record<string, unknown>>): Graph {
  return Graph.of([]);
}
