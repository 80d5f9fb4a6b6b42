/** The plan that a module would have as a root module, from the plan of the root module that calls it. */
import { type Json } from "../../review/pairs/recorded";

interface Module {
  readonly address?: string;
  readonly resources?: readonly Json[];
  readonly child_modules?: readonly Module[];
}

interface ModuleConfiguration {
  readonly resources?: readonly Json[];
  readonly module_calls?: Readonly<Record<string, { readonly module: ModuleConfiguration }>>;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
}

export interface Plan {
  readonly planned_values: { readonly root_module: Module; readonly outputs?: Json };
  readonly output_changes?: Json;
  readonly prior_state?: { readonly values?: { readonly root_module: Module } };
  readonly resource_changes?: readonly Json[];
  readonly relevant_attributes?: readonly Json[];
  readonly configuration: {
    readonly provider_config?: Readonly<Record<string, Json>>;
    readonly root_module: ModuleConfiguration;
  };
}

/**
 * The root module should repeat the module's outputs as `NAME--OUTPUT`.
 *
 * @param name the name of the call
 * @param provider the key of the provider's configuration that the call passes as the module's default
 */
export function planOfModule(plan: Plan, name: string, provider: string): object {
  const prefix = `module.${name}`;
  const module = plan.configuration.root_module.module_calls![name]!.module;
  const { alias, ...configured } = plan.configuration.provider_config![provider]!;
  void alias;
  const prior = plan.prior_state?.values && moduleAt(plan.prior_state.values.root_module, prefix);
  return {
    ...plan,
    ...(module.variables && { variables: defaultsOf(module.variables) }),
    planned_values: {
      outputs: outputsOf(plan.planned_values.outputs, name),
      root_module: moduleAt(plan.planned_values.root_module, prefix) ?? {},
    },
    output_changes: outputsOf(plan.output_changes, name),
    prior_state: prior && { ...plan.prior_state, values: { root_module: prior } },
    resource_changes: inModule(plan.resource_changes, "address", prefix),
    relevant_attributes: inModule(plan.relevant_attributes, "resource", prefix),
    configuration: { provider_config: { aws: configured }, root_module: withOwnProviders(module, provider, prefix) },
  };
}

function outputsOf(outputs: Json = {}, name: string): Json {
  const own = Object.entries(outputs).filter(([output]) => output.startsWith(`${name}--`));
  return Object.fromEntries(own.map(([output, value]) => [output.slice(name.length + 2), value]));
}

function defaultsOf(variables: NonNullable<ModuleConfiguration["variables"]>): object {
  return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, { value: variable.default }]));
}

function moduleAt(root: Module, prefix: string): Module | undefined {
  const found = root.child_modules?.find(({ address }) => address === prefix);
  if (!found) return undefined;
  const { address, ...module } = asRoot(found, prefix);
  void address;
  return module;
}

function asRoot(module: Module, prefix: string): Module {
  return {
    ...module,
    ...(module.address !== undefined && { address: withoutPrefix(module.address, prefix) }),
    ...(module.resources && { resources: module.resources.map((one) => withOwnAddresses(one, prefix)) }),
    ...(module.child_modules && { child_modules: module.child_modules.map((one) => asRoot(one, prefix)) }),
  };
}

function inModule(all: readonly Json[] | undefined, key: string, prefix: string): readonly Json[] | undefined {
  return all
    ?.filter((one) => String(one[key]).startsWith(`${prefix}.`))
    .map((one) => withOwnAddresses(one, prefix))
    .map(({ module_address: module, ...one }) => (module === prefix ? one : { ...one, module_address: module }));
}

function withOwnAddresses(one: Json, prefix: string): Json {
  const own = (value: unknown) => (typeof value === "string" ? withoutPrefix(value, prefix) : value);
  const { address, module_address: module, resource, depends_on: dependencies, ...rest } = one;
  return {
    ...rest,
    ...(address !== undefined && { address: own(address) }),
    ...(module !== undefined && { module_address: own(module) }),
    ...(resource !== undefined && { resource: own(resource) }),
    ...(Array.isArray(dependencies) && { depends_on: dependencies.map(own) }),
  };
}

function withoutPrefix(address: string, prefix: string): string {
  return address.startsWith(`${prefix}.`) ? address.slice(prefix.length + 1) : address;
}

/** With the keys that the provider's configurations have in a root module. */
function withOwnProviders(module: ModuleConfiguration, provider: string, prefix: string): ModuleConfiguration {
  const own = (key: unknown) => (key === provider ? "aws" : withoutPrefix(String(key), prefix));
  const calls = Object.entries(module.module_calls ?? {}).map(
    ([name, call]) => [name, { ...call, module: withOwnProviders(call.module, provider, prefix) }] as const,
  );
  return {
    ...module,
    ...(module.resources && {
      resources: module.resources.map((one) => ({ ...one, provider_config_key: own(one["provider_config_key"]) })),
    }),
    ...(module.module_calls && { module_calls: Object.fromEntries(calls) }),
  };
}
