/**
 * What an owner knows and no input shows. A statement answers a question only where the input leaves it open; where the
 * input says otherwise, the input wins.
 */
import { type Facts } from "./facts";
import { type Resolution } from "./graph/graph";
import { type Resource } from "./graph/model";
import { type Assumed } from "./verdict";

export type StatementName =
  | "no-other-resolver-rules"
  | "on-premises-answers-internet-names"
  | "amazon-provided-dns"
  | "dns-attributes-on"
  | "routes-to-nat"
  | "private-subnet"
  | "subnet-range"
  | "network-acls-allow-all"
  | "execution-role-complete"
  | "secret-key-aws-managed"
  | "s3-gateway-on-route-tables"
  | "security-group-allows-inbound"
  | "security-group-allows-outbound";

/** One statement, as `organization.yaml` or `--assume FILE` has it. */
export interface Assumption {
  readonly statement: StatementName;
  readonly vpc?: string;
  readonly subnet?: string;
  readonly role?: string;
  readonly secret?: string;
  readonly securityGroup?: string;
  readonly range?: string;
  readonly port?: number;
  /** An IPv4 block, or a security group's id or address. */
  readonly from?: string;
  readonly to?: string;
  readonly reason: string;
}

/** Of which of its properties a statement speaks. */
export function targetOf({ vpc, subnet, role, secret, securityGroup }: Assumption): string {
  return vpc ?? subnet ?? role ?? secret ?? securityGroup ?? "";
}

export class Assumptions {
  private readonly used = new Set<Assumption>();
  private readonly contradicted = new Map<Assumption, string>();

  constructor(private readonly all: readonly Assumption[]) {}

  /**
   * The statement about a thing, to answer a question that the input leaves open.
   *
   * @param names its Terraform addresses and ids
   */
  use(statement: StatementName, names: () => readonly string[]): Assumption | undefined {
    const found = this.about(statement, names);
    if (found) this.useThis(found);
    return found;
  }

  /** Notes that a statement answered a question. */
  useThis(one: Assumption): void {
    this.used.add(one);
  }

  /** Notes that the input says otherwise. @param what the input says */
  contradict(statement: StatementName, names: () => readonly string[], what: string): void {
    const found = this.about(statement, names);
    if (found) this.contradictThis(found, what);
  }

  contradictThis(one: Assumption, what: string): void {
    if (!this.contradicted.has(one)) this.contradicted.set(one, what);
  }

  /** The statement about a thing, without taking it as used. Most proofs assume nothing, and then nobody need know the names. */
  about(statement: StatementName, names: () => readonly string[]): Assumption | undefined {
    return this.allAbout(statement, names)[0];
  }

  /** The same where there may be several. */
  allAbout(statement: StatementName, names: () => readonly string[]): readonly Assumption[] {
    const ofKind = this.all.filter((one) => one.statement === statement);
    if (ofKind.length === 0) return [];
    const known = new Set(names());
    return ofKind.filter((one) => known.has(targetOf(one)));
  }

  /** How each fared, in the order of the file. */
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

/** The same of what a value stands for. */
export function namesOfResolved(facts: Facts, found: Resolution): readonly string[] {
  if (found.kind === "resource") return namesOf(facts, found.resource);
  return found.kind === "literal" ? [String(found.value)] : [];
}

/** Everything that may name a resource in a statement: its addresses, its id and its ARN. */
export function namesOf({ graph }: Facts, resource: Resource): readonly string[] {
  return graph.aliases(resource).flatMap((one) => {
    const texts = [graph.knownId(one), graph.text(one.get("arn"))].filter((text) => text !== undefined);
    return [one.address, ...texts];
  });
}
