/** A resource in a plan or state; its attributes are built on demand. */
import { factsOf, own as ownFact, referenceTypeOf } from "../../resource-types";
import { identifies } from "../identity";
import { isRecord, type JsonObject } from "../json/json-syntax";
import { fromJson } from "../json/json-text";
import {
  type Blocks,
  type Condition,
  list,
  type ResourceHeader,
  type ResourceKey,
  type Unknown,
  unknownValue,
  type Value,
} from "../model";
import { blocksOf, steps, valueAt } from "../path";
import { ResourceBase } from "../resource-base";
import { type PlanExpressions } from "./expressions";
import { type ValueInference } from "./inference/infer-value";
import { hasHidden, isDecided, merged } from "./merged";
import { type ResourceConfiguration } from "./module-tree";
import { type PriorStates } from "./prior-state/prior-state";
import { type Place } from "./references/followed-references";
import { type UnassignedInstance } from "./references/instance-assignment";
import { isExpression, PlanValues } from "./values";

/** The maximum depth of values that lead to values: far more than any plan has, and few enough for the call stack. */
const deepest = 100;

export interface Planned extends ResourceHeader {
  readonly after: unknown;
  readonly hidden: unknown;
  readonly priorStates: PriorStates;
  /** Undefined in a state. */
  readonly configuration?: ResourceConfiguration;
  /** The plan's source, if it is read too. */
  readonly expressions?: PlanExpressions;
}

export class PlanResource extends ResourceBase implements UnassignedInstance {
  readonly conditions: readonly Condition[] = [];
  private readonly values = new Map<string, Value>();
  private readonly evaluating = new Set<string>();
  private builder: PlanValues | undefined;

  constructor(
    private readonly planned: Planned,
    private readonly place: () => Place,
    private readonly inference: ValueInference,
  ) {
    super(planned);
  }

  get dependsOn(): readonly ResourceKey[] {
    const { configuration } = this.planned;
    if (!configuration) return [];
    const found = new Set<ResourceKey>();
    const visit = (configured: unknown): void => {
      if (Array.isArray(configured)) configured.forEach(visit);
      else if (isRecord(configured)) {
        if (Array.isArray(configured["references"])) {
          for (const { to } of this.inference.referred(configured, this.place())) found.add(to);
        } else Object.values(configured).forEach(visit);
      }
    };
    visit(configuration.expressions);
    visit({ references: configuration.dependsOn });
    found.delete(this.key);
    return [...found];
  }

  get(path: string): Value {
    if (path === "") return { kind: "reference", to: this.key, attribute: "" };
    const known = steps(path);
    const top = this.top(String(known[0]));
    return known.length === 1 ? top : valueAt(top, known, 1);
  }

  blocks(name: string): Blocks {
    return blocksOf(this.get(name));
  }

  private top(name: string): Value {
    const known = this.values.get(name);
    if (known) return known;
    // While a value is being inferred, other values that lead back to it treat it as computed.
    if (this.evaluating.has(name)) return { kind: "reference", to: this.key, attribute: name };
    // Not cached: on a separate query it may be found.
    if (this.inference.nesting >= deepest)
      return unknownValue(`${this.address}.${name}`, "leads through too many others");
    this.evaluating.add(name);
    this.inference.nesting++;
    try {
      const value = this.inference.instanceAssignment.of(this, name, this.unassigned(name));
      this.values.set(name, value);
      return value;
    } finally {
      this.inference.nesting--;
      this.evaluating.delete(name);
    }
  }

  get known(): JsonObject {
    return isRecord(this.planned.after) ? this.planned.after : {};
  }

  get configured(): readonly string[] {
    return Object.keys(this.planned.configuration?.expressions ?? {});
  }

  unassigned(name: string): Value {
    const declared = this.declared(name);
    if (declared && isDecided(declared)) return declared;
    const { hidden, configuration } = this.planned;
    const copied = ownFact(factsOf(this.type).copies, name);
    if (copied !== undefined && hasHidden(own(hidden, name))) return this.get(copied);
    if (!this.builder) {
      this.builder = new PlanValues(this, this.place(), this.inference);
      this.builder.hiddenOf = (attribute) => own(hidden, attribute);
    }
    const configured = own(configuration?.expressions, name);
    if (this.unsure) return this.unplannedValue(name, configured, this.unsure);
    const alone = this.builder.attribute(name, this.afterwards(name), own(hidden, name), configured);
    return declared && !isDecided(alone) ? declared : alone;
  }

  /** The source's value of an attribute that the plan hides completely or partly. */
  private declared(name: string): Value | undefined {
    const { expressions, hidden } = this.planned;
    if (!expressions || !hasHidden(own(hidden, name))) return undefined;
    const value = expressions.valueOf(this, name);
    if (!value) return undefined;
    return merged(this.afterwards(name), own(hidden, name), value, name, {
      resource: this.key,
      follow: (of) => expressions.follow(of),
      computed: (path) => this.inference.computed(this, path),
    });
  }

  /** The value of an attribute according to the configuration only. */
  private unplannedValue(name: string, configured: unknown, why: Unknown): Value {
    const open = unknownValue(`${this.address}.${name}`, why.why);
    if (configured === undefined) {
      return identifies(this.type, name) ? { kind: "reference", to: this.key, attribute: name } : open;
    }
    if (!isExpression(configured)) {
      // A plan shows no dynamic blocks, so there may be others.
      const blocks = Array.isArray(configured) ? (configured as unknown[]) : [configured];
      return list(
        blocks.map((block) => this.unplannedBlock(name, block, why)),
        open,
      );
    }
    if (configured["constant_value"] !== undefined) return fromJson(configured["constant_value"]) ?? open;
    const references = this.inference.referred(configured, this.place());
    const [only] = references;
    const identity =
      referenceTypeOf(this.type, name) && references.length === 1 && /(?:^|[._])(?:id|arn)$/.test(only!.attribute);
    return identity ? only! : { ...open, candidates: references };
  }

  private unplannedBlock(name: string, block: unknown, why: Unknown): Value {
    const entries = Object.entries(isRecord(block) ? block : {});
    return {
      kind: "object",
      entries: new Map(entries.map(([own, configured]) => [own, this.unplannedValue(own, configured, why)])),
      unknownRest: unknownValue(`${this.address}.${name}`, why.why),
    };
  }

  /** The configured or earlier value, without what is removed in the meantime. */
  private afterwards(name: string): unknown {
    const { after, action, priorStates, type } = this.planned;
    const known = own(after, name);
    const written = action === "create" || action === "replace" || action === "delete" || this.sets(name);
    return written || known === undefined ? known : priorStates.after(type, after, name, known);
  }

  sets(attribute: string): boolean {
    return own(this.planned.configuration?.expressions, attribute) !== undefined;
  }

  /**
   * A plan shows blocks like an attribute, but with null for everything that a block omits; an attribute names every
   * property.
   */
  asAttribute(name: string): boolean {
    const written = own(own(this.planned.configuration?.expressions, name), "constant_value");
    return Array.isArray(written) && written.every((item) => isRecord(item) && !Object.values(item).includes(null));
  }
}

function own(json: unknown, name: string): unknown {
  return isRecord(json) && Object.hasOwn(json, name) ? (json as JsonObject)[name] : undefined;
}
