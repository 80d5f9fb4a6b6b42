/** Evaluates the expressions of a plan's source with the values of the plan. */
import { type InstanceKey } from "../configuration/planned";
import { type Stack } from "../configuration/stack";
import { type StackSource } from "../configuration/stack-source";
import { literalValue } from "../configuration/variables/variables";
import { World } from "../configuration/world";
import { type Document, type Provider, type Resource, type ResourceKey, type Value } from "../model";
import { type ModuleInstance } from "./module-tree";

/** Values that come from the plan itself. */
export interface PlanAnswers {
  readonly document: Document;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly modules: {
    at(address: string): ModuleInstance;
    keys(parent: ModuleInstance, name: string): readonly InstanceKey[];
  };
  instances(module: ModuleInstance, name: string): readonly Resource[];
  resource(key: ResourceKey): Resource | undefined;
}

export class PlanExpressions {
  private readonly world: World;

  constructor(
    source: StackSource,
    private readonly plan: PlanAnswers,
  ) {
    const { document, modules, variables } = plan;
    const known = new Map([...variables].map(([name, value]) => [name, literalValue(value)]));
    this.world = new World([{ ...source, document, variables: known }], {
      instances: (module, name) => plan.instances(modules.at(module), name).map(({ instance }) => instance),
      calls: (module, name) => modules.keys(modules.at(module), name),
      resource: (key) => plan.resource(key),
    });
  }

  /** An attribute of a planned resource according to its configuration; undefined if that can't be found. */
  valueOf({ module, mode, type, name, instance }: Resource, attribute: string): Value | undefined {
    return this.stackOf(this.plan.modules.at(module))?.instance(mode, `${type}.${name}`, instance)?.get(attribute);
  }

  /** The provider configuration of a type in a module's source. */
  providerOf(module: ModuleInstance, type: string, alias: string | undefined): Provider | undefined {
    return this.stackOf(module)?.provider(type, alias === undefined ? {} : { provider: `${type}.${alias}` });
  }

  follow(value: Value): Value {
    return this.world.follow(value);
  }

  private stackOf(module: ModuleInstance): Stack | undefined {
    if (!module.parent) return this.world.stacks[0];
    return this.stackOf(module.parent)?.called(module.name!, module.key);
  }
}
