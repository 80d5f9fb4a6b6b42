/**
 * Facts that an owner knows and no input shows. An assumption answers a question only if the input leaves it open; if
 * the input shows otherwise, the input takes precedence.
 */
import { type Facts } from "./facts";
import { type Assumption, type StatementName } from "./graph/assumption";
import { type Resolution } from "./graph/graph";
import { type Resource } from "./graph/model";
import { type Assumed } from "./verdict";

/** The property of the resource that an assumption is about. */
export function targetOf(one: Assumption): string {
  const { vpc, subnet, role, secret, securityGroup, transitGateway, fileSystem, ruleGroup, profile, registry } = one;
  const network = vpc ?? subnet ?? securityGroup ?? transitGateway ?? ruleGroup ?? profile;
  return network ?? role ?? secret ?? fileSystem ?? registry ?? "";
}

export class Assumptions {
  private readonly used = new Set<Assumption>();
  private readonly contradicted = new Map<Assumption, string>();

  constructor(private readonly all: readonly Assumption[]) {}

  /**
   * The assumption about a resource, for a question that the input leaves open.
   *
   * @param names its Terraform addresses and ids
   */
  use(statement: StatementName, names: () => readonly string[]): Assumption | undefined {
    const found = this.about(statement, names);
    if (found) this.useThis(found);
    return found;
  }

  /** Records that an assumption answered a question. */
  useThis(one: Assumption): void {
    this.used.add(one);
  }

  /** Records that the input shows otherwise. @param what what the input shows */
  contradict(statement: StatementName, names: () => readonly string[], what: string): void {
    const found = this.about(statement, names);
    if (found) this.contradictThis(found, what);
  }

  contradictThis(one: Assumption, what: string): void {
    if (!this.contradicted.has(one)) this.contradicted.set(one, what);
  }

  /**
   * The assumption about a resource, without recording it as used. Most proofs have no assumptions, and then the names
   * are not computed.
   */
  about(statement: StatementName, names: () => readonly string[]): Assumption | undefined {
    return this.allAbout(statement, names)[0];
  }

  /** The same for several assumptions. */
  allAbout(statement: StatementName, names: () => readonly string[]): readonly Assumption[] {
    const ofKind = this.all.filter((one) => one.statement === statement);
    if (ofKind.length === 0) return [];
    const known = new Set(names());
    return ofKind.filter((one) => known.has(targetOf(one)));
  }

  /** The outcome of each, in the order of the file. */
  outcomes(): readonly Assumed[] {
    return this.all.map((one): Assumed => {
      const contradiction = this.contradicted.get(one);
      const { statement, range, port, from, to, reason } = one;
      return {
        statement,
        of: targetOf(one),
        ...(range === undefined ? {} : { range }),
        ...(port === undefined ? {} : { port }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        reason,
        used: this.used.has(one),
        ...(contradiction === undefined ? {} : { contradiction }),
      };
    });
  }
}

export function assumptions({ graph }: Facts): Assumptions {
  return new Assumptions(graph.assumed);
}

/** The same for the resource that a value refers to. */
export function namesOfResolved(facts: Facts, found: Resolution): readonly string[] {
  if (found.kind === "resource") return namesOf(facts, found.resource);
  return found.kind === "literal" ? [String(found.value)] : [];
}

/** Everything that may name a resource in an assumption: its addresses, its id and its ARN. */
export function namesOf({ graph }: Facts, resource: Resource): readonly string[] {
  return graph.aliases(resource).flatMap((one) => {
    const texts = [graph.knownId(one), graph.text(one.get("arn"))].filter((text) => text !== undefined);
    return [one.address, ...texts];
  });
}
