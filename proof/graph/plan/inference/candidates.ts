/** All resources of a type in a plan: the possible targets of a value whose expression is not shown. */
import { family } from "../../../resource-types";
import { type ReferenceType } from "../../../resource-types/resource-type";
import { type Reference, type Resource } from "../../model";
import { createdAlong, mayGive } from "./reference-types";

export interface CandidateSet {
  /** Those whose id the plan doesn't know. */
  readonly hidden: readonly Reference[];
  readonly known: readonly Reference[];
  /** Other possible origins of such an id, such as data sources that are read during apply. */
  readonly givers: readonly Reference[];
}

export class CandidateSets {
  private readonly known = new Map<string, CandidateSet>();

  constructor(private readonly resources: () => Iterable<Resource>) {}

  of(wanted: ReferenceType): CandidateSet {
    const name = `${wanted.types.join()} ${wanted.by}`;
    let candidates = this.known.get(name);
    if (!candidates) this.known.set(name, (candidates = this.allOf(wanted)));
    return candidates;
  }

  private allOf(wanted: ReferenceType): CandidateSet {
    const references: Reference[] = [];
    const known: Reference[] = [];
    const givers: Reference[] = [];
    const besides = wanted.types.flatMap((type) => createdAlong.get(type) ?? []);
    for (const resource of this.resources()) {
      const hidden = resource.mode === "managed" || resource.get("id").kind !== "literal";
      if (hidden && mayGive(resource.mode, resource.type, wanted)) {
        givers.push({ kind: "reference", to: resource.key, attribute: "" });
      }
      if (isOfKind(resource.type, wanted)) {
        const into = resource.get(wanted.by).kind === "reference" ? references : known;
        into.push({ kind: "reference", to: resource.key, attribute: wanted.by });
      }
      for (const [type, attribute] of besides) {
        if (resource.type === type && resource.get(attribute).kind !== "literal") {
          references.push({ kind: "reference", to: resource.key, attribute });
        }
      }
    }
    return { hidden: references, known, givers };
  }
}

export function isOfKind(type: string, wanted: ReferenceType): boolean {
  return wanted.types.includes(family(type));
}
