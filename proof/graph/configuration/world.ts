/** All configurations that are read together, so that one can use another's outputs. */
import { access, objectOf } from "../expression/operations";
import { follow } from "../follow";
import { type Output, type Resource, type ResourceKey, type Unknown, unknownValue, type Value } from "../model";
import { type Step } from "../path";
import { push } from "../store";
import { type Planned } from "./planned";
import { describeState, ownState, remoteState, type State } from "./remote-state";
import { type ConfigurationResource } from "./resource";
import { Stack, type StackWorld } from "./stack";
import { type StackSource } from "./stack-source";

/** The maximum depth of evaluation across locals and outputs: real chains are short, and the call stack is finite. */
const deepest = 100;

/** More module calls than any organization has; each is read separately. */
const mostModules = 2000;

export class World implements StackWorld {
  readonly stacks: readonly Stack[];
  private readonly byKey = new Map<ResourceKey, Resource>();
  private states: Map<string, Stack[]> | undefined;
  private readonly statesRead = new Map<ResourceKey, State>();
  private depth = 0;
  private entered = 0;

  /**
   * @param planned the plan that was made from these sources, if they are read for it
   * @param applied outputs as a plan or state has them, by the stack's name: they take precedence if they are known
   */
  constructor(
    sources: readonly StackSource[],
    readonly planned?: Planned,
    private readonly applied: ReadonlyMap<string, ReadonlyMap<string, Value>> = new Map(),
  ) {
    this.stacks = sources.map((source) => new Stack(source, this));
  }

  resources(): Resource[] {
    const resources: Resource[] = [];
    for (const stack of this.stacks) for (const resource of stack.resources()) resources.push(resource);
    return resources;
  }

  outputs(): Output[] {
    return this.stacks.flatMap((stack) =>
      [...stack.outputNames()].map((name) => ({ document: stack.document, name, value: () => stack.output(name) })),
    );
  }

  /** Whether another module may be read: modules may call each other recursively. */
  mayEnter(): boolean {
    return this.entered++ < mostModules;
  }

  add(resource: Resource): void {
    this.byKey.set(resource.key, resource);
  }

  follow(value: Value): Value {
    if (value.kind !== "reference") return value;
    return this.deeper(value.attribute, () =>
      follow(value, (key) => (this.planned ? this.planned.resource(key) : this.byKey.get(key))),
    );
  }

  deeper(text: string, evaluate: () => Value): Value {
    if (this.depth >= deepest) return unknownValue(text, "refers to itself, or through too many others");
    this.depth++;
    try {
      return bounded(evaluate(), text);
    } finally {
      this.depth--;
    }
  }

  /**
   * The value of `data.terraform_remote_state.NAME.outputs` and the steps after it, in the stack that has that state.
   */
  remoteOutputs(reader: Stack, resource: ConfigurationResource, path: readonly Step[], text: string): Value {
    const state = this.stateRead(reader, resource);
    if (state.kind === "unknown") return { ...state, expression: text };
    const found = this.byState().get(state.key) ?? [];
    if (found.length !== 1) {
      const keep =
        found.length === 0 ? "none of the stacks that were read keeps its" : `${found.length} stacks keep their`;
      return unknownValue(text, `${keep} state in ${describeState(state)}`);
    }
    const stack = found[0]!;
    const name = path[0];
    if (name === undefined) {
      return objectOf(new Map([...stack.outputNames()].map((output) => [output, stack.output(output)])));
    }
    if (!stack.hasOutput(String(name))) return unknownValue(text, `${stack.document.name} has no output "${name}"`);
    const applied = this.applied.get(stack.document.name)?.get(String(name));
    const known = applied && elementOf(applied, path, text);
    return known && isKnown(known) ? known : elementOf(stack.output(String(name)), path, text);
  }

  /** The stack whose state a data source reads, if it is among those that were read. */
  producerOf(reader: Stack, resource: ConfigurationResource): Stack | undefined {
    const state = this.stateRead(reader, resource);
    const found = state.kind === "state" ? this.byState().get(state.key) : undefined;
    return found?.length === 1 ? found[0] : undefined;
  }

  /** The stack whose state a data source reads; not final while it is being evaluated. */
  private stateRead(reader: Stack, resource: ConfigurationResource): State | Unknown {
    const known = this.statesRead.get(resource.key);
    if (known) return known;
    const state = remoteState(resource, reader);
    if (state.kind === "state" && !reader.readsConditions) this.statesRead.set(resource.key, state);
    return state;
  }

  private byState(): Map<string, Stack[]> {
    if (this.states) return this.states;
    this.states = new Map();
    for (const stack of this.stacks) {
      const state = ownState(stack);
      if (!state) continue;
      push(this.states, state.key, stack);
    }
    return this.states;
  }
}

/** The part of an output that the steps after its name lead to. */
function elementOf(output: Value, path: readonly Step[], text: string): Value {
  let value = output;
  for (let at = 1; at < path.length; at++) value = access(value, path[at]!, text);
  return value;
}

/** Whether no part of a value is open. */
function isKnown(value: Value): boolean {
  if (value.kind === "unknown") return false;
  if ((value.kind === "list" || value.kind === "object") && value.unknownRest) return false;
  return [...(partsOf(value) ?? [])].every(isKnown);
}

/**
 * More than any map of subnets or policy contains; values that combine each other could otherwise grow without limit.
 */
const largest = 100_000;
const sizes = new WeakMap<Value, number>();

function bounded(value: Value, text: string): Value {
  return sizeOf(value) > largest ? unknownValue(text, "comes to too large a value") : value;
}

function sizeOf(value: Value): number {
  const inner = partsOf(value);
  if (!inner) return 1;
  let size = sizes.get(value);
  if (size !== undefined) return size;
  size = 1;
  for (const part of inner) size += sizeOf(part);
  sizes.set(value, size);
  return size;
}

function partsOf(value: Value): Iterable<Value> | undefined {
  switch (value.kind) {
    case "list":
      return value.items;
    case "object":
      return value.entries.values();
    case "template":
      return value.parts;
    case "json":
      return [value.of];
    case "unknown":
      return value.candidates;
    default:
      return undefined;
  }
}
