/**
 * Infers a value that the plan hides. A value that is unknown during plan derives from something unknown: if the
 * references of its expression leave only one such resource of the type that the attribute accepts, the value is that
 * resource.
 */
import { factsOf, referenceTypeOf } from "../../../resource-types";
import { type ReferenceType } from "../../../resource-types/resource-type";
import { follow } from "../../follow";
import { identifies, isGlobalId, mayOwn } from "../../identity";
import { impliedBy } from "../../implied";
import { property } from "../../json/json-syntax";
import {
  list,
  type Reference,
  type Resource,
  type ResourceKey,
  type Unknown,
  unknownValue,
  type Value,
} from "../../model";
import { pathText, steps } from "../../path";
import { type Configured, type ModuleInstance } from "../module-tree";
import { distinct, referencesOf, scopesOf } from "../references/expression-references";
import {
  type Place,
  type Source,
  SourceFinder,
  type Sources,
  type SourceWorld,
} from "../references/followed-references";
import { InstanceAssignment } from "../references/instance-assignment";
import { type CandidateSet, CandidateSets, isOfKind } from "./candidates";
import { externalValue, seenThrough } from "./external-values";
import { addressAmong, hiddenAddresses, mayBeAddress, type RelevantAttribute, takesAddress } from "./ip-addresses";
import { expressionText, extraIds, holdsIds, isOfOtherKind, isSingle, openTo } from "./kinds";

const why = "known only after apply, and the plan doesn't say which it is";

/** An unknown leaf of a resource's values. */
export interface Leaf {
  readonly resource: Resource;
  /** Path of the leaf: `network_configuration[0].subnets`. */
  readonly path: string;
  /** The name of its last attribute. */
  readonly name: string;
  readonly place: Place;
  /** The number of blocks that share the configured references, if the plan merges those of all blocks; otherwise 1. */
  readonly shared: number;
  /** Whether the plan merges the references of several blocks into one list. */
  readonly merged: boolean;
  /** The number of hidden elements of the list, if the leaf is the elements of a list. */
  readonly open?: number;
}

export class ValueInference {
  /** The number of values being built at the moment, each for the one before. */
  nesting = 0;
  private readonly finder: SourceFinder;
  private readonly candidateSets: CandidateSets;
  readonly instanceAssignment: InstanceAssignment;

  constructor(
    world: SourceWorld,
    private readonly resources: () => Iterable<Resource>,
    private readonly at: (key: ResourceKey) => Resource | undefined,
    private readonly relevant: readonly RelevantAttribute[] | undefined,
  ) {
    this.finder = new SourceFinder(world);
    this.candidateSets = new CandidateSets(resources);
    this.instanceAssignment = new InstanceAssignment(resources);
  }

  /** The value of a leaf according to its configured expression. */
  infer(leaf: Leaf, configured: Configured): Value {
    const wanted = referenceTypeOf(leaf.resource.type, leaf.name);
    const found = this.finder.of(configured, leaf.place);
    const sources = wanted && !wanted.list ? this.finder.keyed(found) : this.seenThrough(found);
    const text = expressionText(configured) ?? `${leaf.resource.address}.${leaf.path}`;
    if (takesAddress(leaf.resource.type, leaf.name)) return this.address(leaf, text, sources.all);
    const hidden = sources.all.filter((source) => this.isHidden(source, wanted));
    return wanted
      ? this.ofKind(leaf, wanted, text, { ...sources, all: hidden }, sources)
      : this.ofAnyKind(leaf, text, hidden, sources);
  }

  /** The possible values in a block whose expressions the plan doesn't show at all. */
  undeclared(leaf: Leaf): Value {
    const text = `${leaf.resource.address}.${leaf.path}`;
    const why = "stands in a dynamic block, which plans don't show";
    if (takesAddress(leaf.resource.type, leaf.name))
      return this.address(leaf, text, [{ kind: "opaque", text: "dynamic", scope: leaf.place.module }]);
    const wanted = referenceTypeOf(leaf.resource.type, leaf.name);
    if (!wanted) return unknownValue(text, why);
    return this.fromCandidates(leaf, wanted, text, why, [], [leaf.place.module]);
  }

  /** An address: from the references of the expression or, if they aren't shown, from any in the plan. */
  private address(leaf: Leaf, text: string, sources: readonly Source[]): Value {
    const isHidden = ({ to, attribute }: Reference) => {
      const resource = this.at(to);
      return !resource || attribute === "" || !isKnown(follow(resource.get(attribute), this.at));
    };
    const opaque = sources.some(({ kind }) => kind === "opaque");
    const named = sources.flatMap(referencesOf).filter((reference) => {
      return mayBeAddress(this.at(reference.to)?.type ?? "", reference.attribute) && isHidden(reference);
    });
    const used = opaque && this.relevant ? hiddenAddresses(this.relevant, this.resources(), isHidden) : [];
    return addressAmong([...named, ...used], opaque && !this.relevant, /_servers$/.test(leaf.name), text);
  }

  /** The value of an attribute that is not configured, if AWS leaves only one possibility. */
  computed(resource: Resource, path: string): Value {
    return (
      impliedBy(resource, path, () => this.resources()) ?? { kind: "reference", to: resource.key, attribute: path }
    );
  }

  /** Known text that the configuration takes from a resource: the reference identifies more than the name. */
  named(leaf: Leaf, configured: Configured, text: string): Reference | undefined {
    if (
      !referenceTypeOf(leaf.resource.type, leaf.name) ||
      isGlobalId(text) ||
      !Array.isArray(property(configured, "references"))
    ) {
      return undefined;
    }
    const { all, picked } = this.finder.of(configured, leaf.place);
    const references = distinct(all.flatMap((source) => (source.kind === "one" ? [source.reference] : [])));
    const [reference] = references;
    if (picked || references.length !== 1 || all.some((source) => source.kind !== "one")) return undefined;
    const value = this.at(reference!.to)?.get(reference!.attribute);
    return value?.kind === "literal" && value.value === text ? reference : undefined;
  }

  /** All resources that the configured expressions refer to. */
  referred(configured: Configured, place: Place): readonly Reference[] {
    return this.finder.of(configured, place).all.flatMap(referencesOf);
  }

  /** Whether a source can provide something unknown of the required type. */
  private isHidden(source: Source, wanted: ReferenceType | undefined): boolean {
    if (source.kind === "known") return false;
    if (source.kind === "opaque") return true;
    if (source.kind === "whole") {
      const type = this.at(source.instances.references[0]!.to)?.type;
      return !wanted || source.path.length > 0 || type === undefined || isOfKind(type, wanted);
    }
    const { reference } = source;
    const resource = this.at(reference.to);
    if (!resource) return true;
    if (reference.attribute !== "" && isKnown(follow(resource.get(reference.attribute), this.at))) return false;
    if (!wanted || isOfKind(resource.type, wanted)) return true;
    return reference.attribute === "" ? false : !isOfOtherKind(resource.type, reference.attribute, wanted);
  }

  private ofKind(leaf: Leaf, wanted: ReferenceType, text: string, hidden: Sources, all: Sources): Value {
    const groups = hidden.all.filter((source) => source.kind !== "opaque").map((source) => this.taken(source, wanted));
    const references = distinct(groups.flat());
    const scopes = scopesOf(hidden.all);
    if (scopes.length > 0) return this.fromCandidates(leaf, wanted, text, why, references, scopes);
    if (references.length === 0) return unknownValue(text, why);
    // For several inline blocks the plan shows one list of references, without those in dynamic blocks.
    const several = leaf.shared > 1 && references.length > 1;
    const short = leaf.shared > 1 && groups.flat().length < leaf.shared;
    if (several || short) return listed(wanted, openTo(text, "several blocks share these references", references));
    const single = hidden.all.every((source) => source.kind === "one") && !hidden.picked;
    if (wanted.list) {
      // A list from a data source that is read later: its length is not known.
      const lists = references.filter(({ attribute }) => !isSingle(attribute));
      if (lists.length > 0) {
        const items = single && !leaf.merged ? references.filter((reference) => !lists.includes(reference)) : [];
        return list(items, openTo(text, why, references));
      }
      const known = this.knownOfKind(all, hidden, wanted);
      // A known flag may have selected among them; a known id may or may not be an element.
      const certain = single && !leaf.merged && !all.all.some((source) => this.mayChoose(source, hidden, wanted));
      if (certain && (takesAll(wanted) || known.length + references.length === 1)) {
        return list([...known, ...references], extraIds(all, [], text));
      }
      if (references.length === 1) {
        return certain && !holdsIdsBesides(all)
          ? list(references, this.among(text, known, false))
          : list(references, extraIds(all, known, text));
      }
      const whole = hidden.all.length === 1 && all.all.length === 1 && !single && !hidden.picked;
      return list([], this.among(text, distinct([...known, ...references]), whole));
    }
    return references.length === 1 ? references[0]! : this.among(text, references, false);
  }

  /**
   * A value in the expression that is not an id, such as a flag or the name of a Region, may have selected among them.
   */
  private mayChoose(source: Source, hidden: Sources, wanted: ReferenceType): boolean {
    if (source.kind === "known") return !holdsIds(source);
    if (source.kind !== "one" || hidden.all.includes(source)) return false;
    const { to, attribute } = source.reference;
    const resource = this.at(to);
    if (!resource || (isOfKind(resource.type, wanted) && identifies(resource.type, attribute))) return false;
    const value = follow(resource.get(attribute), this.at);
    return value.kind === "literal" && !isGlobalId(String(value.value));
  }

  /** One of several, or some of them. */
  private among(text: string, references: readonly Reference[], whole: boolean): Unknown {
    return { ...openTo(text, why, references, true), ...(whole ? { whole } : {}) };
  }

  private seenThrough({ all, picked }: Sources): Sources {
    return { all: all.map((source) => seenThrough(source, this.at)), picked };
  }

  /** Known ids of the required type that the expression takes from resources, another state or a parameter. */
  private knownOfKind(all: Sources, hidden: Sources, wanted: ReferenceType): readonly Reference[] {
    const known = all.all.filter((source) => source.kind === "one" && !hidden.all.includes(source));
    return distinct(
      known.flatMap((source) => {
        const [reference] = referencesOf(source);
        const type = this.at(reference!.to)?.type;
        const foreign = externalValue(reference!, this.at);
        if (typeof foreign === "string") return wanted.types.some((each) => mayOwn(each, foreign)) ? [reference!] : [];
        const takes = type !== undefined && isOfKind(type, wanted) && identifies(type, reference!.attribute);
        return takes ? [reference!] : [];
      }),
    );
  }

  /** The references of a source, by the required attribute. */
  private taken(source: Source, wanted: ReferenceType): readonly Reference[] {
    if (source.kind === "one") return [this.asWanted(source.reference, wanted)];
    if (source.kind !== "whole") return [];
    const attribute = source.path.length > 0 ? pathText(source.path) : wanted.by;
    return source.instances.references.map((reference) => this.asWanted({ ...reference, attribute }, wanted));
  }

  private asWanted(reference: Reference, wanted: ReferenceType): Reference {
    const type = this.at(reference.to)?.type;
    if (type === undefined || !isOfKind(type, wanted)) return reference;
    return identifies(type, reference.attribute) ? reference : { ...reference, attribute: wanted.by };
  }

  private ofAnyKind(leaf: Leaf, text: string, hidden: readonly Source[], all: Sources): Value {
    const references = distinct(hidden.flatMap(referencesOf));
    const arns =
      references.every((reference) => this.isWholeArn(reference)) && hidden.every(({ kind }) => kind === "one");
    if (arns && references.length > 0 && leaf.open === references.length && !all.picked) return list(references);
    const [only] = references;
    const alone = hidden.length === 1 && hidden[0]!.kind === "one" && !all.picked && leaf.shared === 1;
    // Passed through unchanged: a rendered document, or an attribute under its own name.
    if (only && alone) {
      const last = steps(only.attribute).at(-1);
      if (last === "json" || last === "minified_json" || last === "rendered" || last === leaf.name) return only;
    }
    return openTo(text, "known only after apply", references);
  }

  private isWholeArn({ to, attribute }: Reference): boolean {
    return attribute === "arn" && factsOf(this.at(to)?.type ?? "").leaf === true;
  }

  /**
   * If the expression doesn't show it: all resources of the type whose id the plan doesn't know. A list may also
   * contain known ids.
   */
  private fromCandidates(
    leaf: Leaf,
    wanted: ReferenceType,
    text: string,
    why: string,
    named: readonly Reference[],
    scopes: readonly ModuleInstance[],
  ): Value {
    const { hidden, known, givers } = this.candidatesOf(wanted, scopes);
    const closed = givers.length === 0;
    // No value in Terraform derives from itself.
    const references = distinct([...named, ...hidden]).filter(({ to }) => to !== leaf.resource.key);
    if (!wanted.list) {
      return closed && references.length === 1 ? references[0]! : openTo(text, why, references, closed);
    }
    const certain = closed && references.length === 1 ? references : [];
    const possible = distinct([...references.slice(certain.length), ...known]);
    if (closed && possible.length === 0) return list(certain);
    // Literal ids in a local value are not visible in the plan.
    return list(certain, openTo(text, why, possible));
  }

  /**
   * Everything that a local value or a dynamic block of these modules can contain: their own resources and their
   * arguments.
   */
  private candidatesOf(wanted: ReferenceType, scopes: readonly ModuleInstance[]): CandidateSet {
    const whole = this.candidateSets.of(wanted);
    const all = new Set(scopes);
    const given: Source[] = [];
    const flowsIn = new Set<ResourceKey>();
    for (const scope of all) {
      if (!scope.parent) return whole;
      const everything = this.finder.given(scope);
      for (const { to } of everything.flatMap(referencesOf)) flowsIn.add(to);
      const sources = everything.filter((source) => this.isHidden(source, wanted));
      given.push(...sources);
      for (const further of scopesOf(sources)) all.add(further);
    }
    const isInside = ({ to }: Reference) => {
      const module = this.at(to)?.module ?? "";
      return [...all].some(({ address }) => module === address || module.startsWith(`${address}.`));
    };
    const hidden = given.filter(({ kind }) => kind !== "opaque").flatMap((source) => this.taken(source, wanted));
    return {
      hidden: distinct([...whole.hidden.filter(isInside), ...hidden]),
      known: whole.known,
      givers: whole.givers.filter((giver) => isInside(giver) || flowsIn.has(giver.to)),
    };
  }
}

/**
 * Lists of literal references. `[a, b]`, `slice([a, b], 0, 1)` and `[for … if …]` look the same in a plan: for subnets
 * and route tables, all named ones are assumed to be in the list; for all others, such as security groups, any of them
 * may be missing.
 */
function takesAll({ types }: ReferenceType): boolean {
  return types.every((type) => type === "aws_subnet" || type === "aws_route_table");
}

function holdsIdsBesides({ all }: Sources): boolean {
  return all.some(holdsIds);
}

function listed(wanted: ReferenceType, open: Unknown): Value {
  return wanted.list ? list([], open) : open;
}

function isKnown(value: Value): boolean {
  return value.kind === "literal" || (value.kind === "list" && !value.unknownRest && value.items.every(isKnown));
}
