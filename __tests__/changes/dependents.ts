import { outputIn, referencesIn } from "./configuration";
import { placeOf, type Stack, type Stacks } from "./synthesized";

/** The references within a stack and to outputs of other stacks, as pairs of the target and the source. */
type Edges = readonly (readonly [string, string])[];

const known = new WeakMap<Stack, Edges>();

/** Addresses and everything that refers to them, in any stack. Outputs count as addresses. */
export function dependentsOf(stacks: Stacks, places: readonly string[]): Set<string> {
  const referring = new Map<string, string[]>();
  for (const stack of stacks.values()) {
    for (const [to, from] of edgesOf(stack)) referring.set(to, [...(referring.get(to) ?? []), from]);
  }
  const all = new Set(places);
  for (const place of all) for (const other of referring.get(place) ?? []) all.add(other);
  return all;
}

function edgesOf(stack: Stack): Edges {
  const edges = known.get(stack) ?? [...resourceEdges(stack), ...outputEdges(stack)];
  known.set(stack, edges);
  return edges;
}

function* resourceEdges(stack: Stack): Iterable<readonly [string, string]> {
  for (const resource of stack.resources.values()) {
    const from = placeOf(resource);
    for (const to of referredTo(stack, resource.block)) yield [to, from];
    for (const address of (resource.block["depends_on"] ?? []) as string[]) yield [`${stack.name}/${address}`, from];
  }
}

function* outputEdges(stack: Stack): Iterable<readonly [string, string]> {
  for (const [name, value] of Object.entries(stack.outputs)) {
    const entries = typeof value === "object" && value !== null ? Object.entries(value as object) : [];
    for (const to of referredTo(stack, value)) yield [to, `${stack.name}#${name}`];
    for (const [key, one] of entries) {
      for (const to of referredTo(stack, one)) yield [to, `${stack.name}#${name}#${key}`];
    }
  }
}

function referredTo(stack: Stack, value: unknown): string[] {
  return referencesIn(value).flatMap(({ data, type, name, path }) => {
    if (type === "terraform_remote_state") {
      const { name: output, key } = outputIn(path);
      return [[name, output, key].filter((part) => part !== undefined).join("#")];
    }
    return [`${stack.name}/${data ? "data." : ""}${type}.${name}`];
  });
}
