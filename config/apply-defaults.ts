import { type Path } from "./errors";
import { type Origins } from "./origins";
import { defaults as schema } from "./schema/defaults";
import { severalContainersProperties } from "./schema/ecs-service";
import { existingFileSystemProperties } from "./schema/file-system";
import { adoptedVpcProperties } from "./schema/workload-vpc";
import { type Source } from "./source";

type Kind = keyof typeof schema.shape;
type Mapping = Readonly<Record<string, unknown>>;

/** The defaults of one file. */
export interface Defaults {
  readonly source: Source;
  readonly of: Readonly<Partial<Record<Kind, Mapping>>>;
}

/** @param written the value of `defaults`; what is not a mapping is reported by the schema */
export function defaultsOf(source: Source, written: unknown): Defaults[] {
  if (!isMapping(written)) return [];
  const kinds = Object.entries(written).filter(
    (entry): entry is [Kind, Mapping] => Object.hasOwn(schema.shape, entry[0]) && isMapping(entry[1]),
  );
  return [{ source, of: Object.fromEntries(kinds) }];
}

/** The properties that take a default, by the property that only that form of a mapping has. */
const forms: Readonly<Record<Kind, { readonly key: string; readonly properties: readonly string[] }>> = {
  vpcs: { key: "vpc", properties: adoptedVpcProperties },
  fileSystems: { key: "id", properties: existingFileSystemProperties },
  services: { key: "containers", properties: severalContainersProperties },
};

/**
 * Fills in defaults for VPCs, file systems and services, in copies.
 *
 * @param part the organization, or a part of it
 * @param defaults those of several files; the first have precedence
 */
export function withDefaults(part: Record<string, unknown>, defaults: readonly Defaults[], origins: Origins): void {
  if (defaults.length === 0) return;
  const fill = new Filling(defaults, origins);
  const vpcs = mapped(part, "workloadVpcs", ["workloadVpcs"], (vpc, path) => {
    const filled = fill.in("vpcs", vpc, path);
    return mapped(filled, "fileSystems", [...path, "fileSystems"], (fileSystem, below) =>
      fill.in("fileSystems", fileSystem, below),
    );
  });
  Object.assign(
    part,
    mapped(vpcs, "workloads", ["workloads"], (workload, path) =>
      mapped(workload, "services", [...path, "services"], (service, below) => fill.in("services", service, below)),
    ),
  );
}

class Filling {
  constructor(
    private readonly defaults: readonly Defaults[],
    private readonly origins: Origins,
  ) {}

  in(kind: Kind, written: Mapping, path: Path): Mapping {
    const form = forms[kind];
    const filled: Record<string, unknown> = { ...written };
    for (const { source, of } of this.defaults) {
      for (const [key, value] of Object.entries(of[kind] ?? {})) {
        if (Object.hasOwn(filled, key) || !Object.hasOwn(schema.shape[kind].unwrap().shape, key)) continue;
        if (Object.hasOwn(written, form.key) && !form.properties.includes(key)) continue;
        // Values are copied, since the values that the schema refuses are removed from each place on its own.
        filled[key] = structuredClone(value);
        this.origins.add([...path, key], source, ["defaults", kind, key]);
      }
    }
    // A property without a value leaves the default out.
    const isDefault = (key: string) => this.defaults.some(({ of }) => Object.hasOwn(of[kind] ?? {}, key));
    return Object.fromEntries(Object.entries(filled).filter(([key, value]) => value !== null || !isDefault(key)));
  }
}

/** A copy of a mapping in which each entry of one of its mappings is replaced. */
function mapped(whole: Mapping, key: string, path: Path, change: (entry: Mapping, path: Path) => Mapping): Mapping {
  const entries = whole[key];
  if (!isMapping(entries)) return whole;
  const changed = Object.entries(entries).map(([name, entry]) => [
    name,
    isMapping(entry) ? change(entry, [...path, name]) : entry,
  ]);
  return { ...whole, [key]: Object.fromEntries(changed) as Mapping };
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
