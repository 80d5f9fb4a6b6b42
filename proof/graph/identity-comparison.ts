/** Compares the identity of two values with three results. */
import { adoptsDefault, factsOf, family } from "../resource-types";
import { isMadeAlong } from "./identity";
import { type Resource, type Unknown, type Value } from "./model";
import { type Resolution, type Resolver } from "./resolver";
import { type Ternary } from "./ternary";

type Found = Exclude<Resolution, Unknown | { kind: "literal" }>;
type Made = Extract<Resolution, { kind: "attribute" }>;

export class IdentityComparison {
  constructor(private readonly resolver: Resolver) {}

  values(a: Value, b: Value): Ternary {
    return this.resolved(this.resolver.resolve(a), this.resolver.resolve(b));
  }

  resolved(a: Resolution, b: Resolution): Ternary {
    if (a.kind === "unknown") return this.candidates(a, b);
    if (b.kind === "unknown") return this.candidates(b, a);
    if (a.kind === "literal" && b.kind === "literal") return String(a.value) === String(b.value) ? "yes" : "no";
    if (a.kind === "resource" && b.kind === "resource") return this.resources(a.resource, b.resource);
    if (a.kind === "literal") return b.kind === "resource" ? this.isOutside(b.resource) : "unknown";
    if (b.kind === "literal") return a.kind === "resource" ? this.isOutside(a.resource) : "unknown";
    return this.attributes(a, b);
  }

  private resources(a: Resource, b: Resource): Ternary {
    if (a.key === b.key) return "yes";
    if (family(a.type) !== family(b.type)) return "no";
    const [idOfA, idOfB] = [this.resolver.knownId(a), this.resolver.knownId(b)];
    if (idOfA !== undefined && idOfB !== undefined) return idOfA === idOfB ? "yes" : "no";
    if (a.mode === "managed" && b.mode === "managed") return "no";
    if (idOfA !== undefined) return this.isOutside(b);
    if (idOfB !== undefined) return this.isOutside(a);
    return "unknown";
  }

  /** Whether a resource can't be one that is referred to by a literal id outside the input. */
  isOutside(resource: Resource): Ternary {
    if (this.resolver.knownId(resource) !== undefined) return "no";
    if (resource.mode === "data") return "unknown";
    if (resource.action === "create" || resource.action === "replace") return "no";
    return resource.document.kind === "configuration" && this.resolver.store.oneRoot ? "no" : "unknown";
  }

  private attributes(a: Found, b: Found): Ternary {
    if (a.kind === "attribute" && b.kind === "attribute") {
      if (a.resource.key === b.resource.key && a.attribute === b.attribute) return "yes";
      const apart = isMadeAlong(a.resource.type, a.attribute) && isMadeAlong(b.resource.type, b.attribute);
      return apart && a.resource.mode === "managed" && b.resource.mode === "managed" ? "no" : "unknown";
    }
    const [made, other] = a.kind === "attribute" ? [a, b.resource] : [b as Made, a.resource];
    if (!isMadeAlong(made.resource.type, made.attribute) || other.mode !== "managed") return "unknown";
    return adoptsDefault(other.type) ? this.adopts(other, made) : "no";
  }

  /** Whether `aws_default_security_group` and similar types represent what AWS created with that VPC. */
  private adopts(adopted: Resource, made: Made): Ternary {
    const { by, of } = factsOf(adopted.type).adopts ?? {};
    if (by === undefined || made.attribute !== of) return "unknown";
    const vpc: Resolution = { kind: "resource", resource: made.resource, attribute: "id" };
    return this.resolved(this.resolver.resolve(adopted.get(by)), by === "vpc_id" ? vpc : made);
  }

  private candidates(open: Unknown, other: Resolution): Ternary {
    if (!open.closed || open.candidates.length === 0) return "unknown";
    const answers = new Set(open.candidates.map((candidate) => this.resolved(this.resolver.resolve(candidate), other)));
    return answers.size === 1 ? [...answers][0]! : "unknown";
  }
}
