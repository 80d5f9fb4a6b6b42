/** The Region and accounts of a planned resource's provider. */
import { regionOfZone } from "../../partitions";
import { follow } from "../follow";
import { isRecord, property } from "../json/json-syntax";
import { type Provider, type Resource, type ResourceKey } from "../model";
import { type Configured, type ModuleInstance } from "./module-tree";
import { type Source, SourceFinder, type SourceWorld } from "./references/followed-references";
import { type UnassignedInstance } from "./references/instance-assignment";

export interface ProviderWorld extends SourceWorld {
  readonly resources: Iterable<UnassignedInstance>;
  resource(key: ResourceKey): Resource | undefined;
  /**
   * The provider configuration of a type in the plan's source, in the root module or in a module with a provider block.
   */
  sourceOf(module: ModuleInstance, type: string, alias: string | undefined): Provider | undefined;
}

const regionName = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;

export class PlanProviders {
  private readonly byKey = new Map<string, PlanProvider>();

  constructor(configured: unknown, world: ProviderWorld) {
    const finder = new SourceFinder(world);
    for (const [key, json] of Object.entries(isRecord(configured) ? configured : {}))
      this.byKey.set(key, new PlanProvider(json, world, finder));
  }

  /** @param key `provider_config_key` of the resource: `aws`, `aws.west`, `module.vpc:aws` */
  of(key: string | undefined, type: string): Provider | undefined {
    const inherited = key?.slice(key.lastIndexOf(":") + 1) ?? type.slice(0, type.indexOf("_"));
    return this.byKey.get(key ?? "") ?? this.byKey.get(inherited);
  }
}

/** Values are evaluated on demand, since they may come from resources that are not read yet. */
class PlanProvider implements Provider {
  readonly name: string;
  private readonly type: string;
  private readonly alias: string | undefined;
  private readonly module: ModuleInstance;
  private readonly expressions: unknown;
  private found: { readonly region: string | undefined; readonly accounts: readonly string[] } | undefined;

  constructor(
    json: unknown,
    private readonly world: ProviderWorld,
    private readonly finder: SourceFinder,
  ) {
    const [name, alias, module] = [
      property(json, "name"),
      property(json, "alias"),
      property(json, "module_address"),
    ] as const;
    this.type = String(name);
    this.alias = typeof alias === "string" ? alias : undefined;
    this.name = this.alias === undefined ? this.type : `${this.type}.${this.alias}`;
    this.module = world.modules.at(typeof module === "string" ? module : "");
    this.expressions = property(json, "expressions");
  }

  get region(): string | undefined {
    return this.all.region;
  }

  get accounts(): readonly string[] {
    return this.all.accounts;
  }

  private get all() {
    if (this.found) return this.found;
    // A provider can take its Region from a data source, whose own provider is then looked up meanwhile.
    this.found = { region: undefined, accounts: [] };
    const source = this.world.sourceOf(this.module, this.type, this.alias);
    const region = this.constant("region") ?? source?.region ?? this.regionOfResources() ?? this.value("region");
    const accounts = this.allowedAccounts();
    return (this.found = {
      region: typeof region === "string" && regionName.test(region) ? region : undefined,
      accounts: accounts.length > 0 ? accounts : (source?.accounts ?? this.assumedAccounts()),
    });
  }

  private constant(name: string): unknown {
    return property(property(this.expressions, name), "constant_value");
  }

  /** The target of an expression's only reference. A plan does not show how the expression uses it. */
  private value(name: string): unknown {
    return this.valueOf(property(this.expressions, name));
  }

  private valueOf(configured: Configured): unknown {
    const constant = property(configured, "constant_value");
    if (constant !== undefined) return constant;
    const { all, picked } = this.finder.of(configured, { module: this.module, forEach: undefined });
    const [only, ...others] = all;
    return only && others.length === 0 && !picked ? this.known(only) : undefined;
  }

  private known(source: Source): unknown {
    if (source.kind === "known") return source.value;
    if (source.kind !== "one") return undefined;
    const { to, attribute } = source.reference;
    const resource = this.world.resource(to);
    const value = resource && follow(resource.get(attribute), (key) => this.world.resource(key));
    return value?.kind === "literal" ? value.value : undefined;
  }

  /** The Region on which all resources of this provider agree. */
  private regionOfResources(): string | undefined {
    const regions = new Set<string>();
    for (const { provider, mode, type, known } of this.world.resources) {
      if (provider !== this) continue;
      const isRegion = mode === "data" && type === "aws_region";
      // Since version 6 of the provider, a resource can be in another Region than its provider.
      if (!isRegion && typeof known["region"] === "string") continue;
      const told = isRegion ? known["name"] : known["availability_zone"];
      if (typeof told !== "string") continue;
      const region = isRegion ? told : regionOfZone(told);
      if (region !== undefined) regions.add(region);
    }
    return regions.size === 1 ? [...regions][0] : undefined;
  }

  private allowedAccounts(): readonly string[] {
    const accounts = this.value("allowed_account_ids");
    return Array.isArray(accounts) ? accounts.filter((account) => typeof account === "string") : [];
  }

  /** The account of the role to assume. */
  private assumedAccounts(): readonly string[] {
    const blocks = property(this.expressions, "assume_role");
    const arns = (Array.isArray(blocks) ? (blocks as unknown[]) : []).map((block) =>
      this.valueOf(property(block, "role_arn")),
    );
    return arns.flatMap((arn) => /^arn:[^:]*:iam::(\d{12}):/.exec(typeof arn === "string" ? arn : "")?.[1] ?? []);
  }
}
