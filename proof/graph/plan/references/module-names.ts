/** The names that a plan's modules use for each other's resources, as far as its configuration shows them. */
import { type ModuleNames, type Reference } from "../../model";
import { pathText } from "../../path";
import { type Configured } from "../module-tree";
import { type Place, placeOfCall, SourceFinder, type SourceWorld } from "./followed-references";

export class PlanModuleNames implements ModuleNames {
  private readonly finder: SourceFinder;

  constructor(private readonly world: SourceWorld) {
    this.finder = new SourceFinder(world);
  }

  output(module: string, of: Reference): string | undefined {
    const instance = this.world.modules.at(module);
    const place: Place = { module: instance, forEach: undefined };
    return this.named([...(instance.configuration?.outputs ?? [])], of, place);
  }

  list(module: string, of: readonly Reference[]): string | undefined {
    const instance = this.world.modules.at(module);
    const found = [...(instance.configuration?.outputs ?? [])].find(([name, configured]) => {
      const { all } = this.finder.of(configured, { module: instance, forEach: undefined });
      const [only] = all;
      if (!name.endsWith("s") || all.length !== 1 || only?.kind !== "whole") return false;
      const { references } = only.instances;
      const path = pathText(only.path);
      return (
        references.length === of.length &&
        of.every(({ to, attribute }) => {
          return references.some((one) => one.to === to) && (path === "" || path === attribute);
        })
      );
    });
    return found?.[0];
  }

  variable(module: string, of: Reference): string | undefined {
    const instance = this.world.modules.at(module);
    return instance.parent && this.named(Object.entries(instance.call?.expressions ?? {}), of, placeOfCall(instance));
  }

  taken(module: string): ReadonlySet<string> {
    const { configuration } = this.world.modules.at(module);
    return new Set([...(configuration?.outputs.keys() ?? []), ...(configuration?.defaults.keys() ?? [])]);
  }

  source(module: string): string | undefined {
    return this.world.modules.at(module).call?.source;
  }

  /** A plan shows a list with one element like the element itself, so a plural name indicates a list. */
  private named(of: readonly (readonly [string, Configured])[], wanted: Reference, place: Place): string | undefined {
    const found = of.find(([name, configured]) => {
      if (name.endsWith("s")) return false;
      const { all, picked } = this.finder.of(configured, place);
      const [only] = all;
      if (picked || all.length !== 1 || only?.kind !== "one") return false;
      return only.reference.to === wanted.to && only.reference.attribute === wanted.attribute;
    });
    return found?.[0];
  }
}
