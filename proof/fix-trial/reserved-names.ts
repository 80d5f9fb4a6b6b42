/** Reserves the names and numbers of the fixes in one report, so that all of them can be applied together. */
import { attributeOf, notDeleted } from "../aws/attributes/block";
import { freeName } from "../fixes/addition";
import { type Change, type Graph } from "../graph/graph";
import { list, literal, NULL, type ObjectValue, type ResourceKey, type Value } from "../graph/model";
import { type Addition, keyOfAddition, moduleOf } from "../graph/what-if";
import { type Fix } from "../hop-answer";
import { family } from "../resource-types";

const firewallRule = "aws_route53_resolver_firewall_rule";
const aclRule = "aws_network_acl_rule";

export class Claims {
  private readonly names = new Set<ResourceKey>();
  private readonly numbers = new Set<string>();

  constructor(private readonly graph: Graph) {}

  /** Renames and renumbers a fix if an earlier fix uses the same names or numbers. */
  settle(fix: Fix): Fix {
    const numbered = this.renumber(fix);
    return { ...numbered, changes: this.rename(numbered.changes) };
  }

  private rename(changes: readonly Change[]): readonly Change[] {
    const renamed = new Map<ResourceKey, ResourceKey>();
    const named = changes.map((change) => {
      if (change.kind !== "add") return change;
      const own = this.named(change);
      this.names.add(keyOfAddition(own));
      if (own !== change) renamed.set(keyOfAddition(change), keyOfAddition(own));
      return own;
    });
    if (renamed.size === 0) return named;
    const refer = (value: Value) =>
      mapped(value, (one) => (one.kind === "reference" ? { ...one, to: renamed.get(one.to) ?? one.to } : one));
    return named.map((change) => {
      if (change.kind === "set") return { ...change, value: refer(change.value) };
      if (change.kind !== "add") return change;
      return { ...change, attributes: new Map([...change.attributes].map(([name, value]) => [name, refer(value)])) };
    });
  }

  private named(change: Addition): Addition {
    const { beside, type, name, attributes } = change;
    const place = { document: beside.document, module: moduleOf(change) };
    let found = change;
    for (let at = 2; this.names.has(keyOfAddition(found)); at++) {
      found = { ...change, name: freeName(this.graph, place, `${name}_${at}`, type) };
    }
    const label = attributes.get("name");
    if (found === change || label?.kind !== "literal" || label.value !== name) return found;
    return { ...found, attributes: new Map([...attributes, ["name", literal(found.name)]]) };
  }

  /** Replaces a number that is in use by the next lower free number, which precedes the same rules. */
  private renumber(fix: Fix): Fix {
    const given = new Map<string, number>();
    for (const { scope, number } of fix.changes.flatMap((change) => this.numbersOf(change))) {
      const key = `${scope} ${number}`;
      if (!given.has(key)) given.set(key, this.free(scope, number));
      this.numbers.add(`${scope} ${given.get(key)!}`);
    }
    const numbers = [...given.values()];
    const description = fix.description.replaceAll(/\(rule \d+\)/g, (text) => {
      const number = numbers.shift();
      return number === undefined ? text : `(rule ${number})`;
    });
    return { ...fix, description, changes: fix.changes.map((change) => this.withNumbers(change, given)) };
  }

  private free(scope: string, wanted: number): number {
    for (let number = wanted; number > 0; number--) {
      if (!this.numbers.has(`${scope} ${number}`) && (number === wanted || !this.existing(scope).has(number))) {
        return number;
      }
    }
    return wanted;
  }

  /**
   * The priorities of existing firewall rules. The number of a new network ACL rule is already lower than all others.
   */
  private existing(scope: string): ReadonlySet<number> {
    const rules = notDeleted(this.graph.all(firewallRule)).filter(
      (rule) => scope === `${firewallRule} ${this.graph.describe(rule.get("firewall_rule_group_id"))}`,
    );
    return new Set(rules.map((rule) => Number(this.graph.text(rule.get("priority")))));
  }

  private numbersOf(change: Change): { readonly scope: string; readonly number: number }[] {
    const number = (value: Value) => Number(this.graph.text(value));
    if (change.kind === "set") {
      return this.newBlocks(change).map((block) => ({
        scope: `${change.resource.key} ${change.attribute}`,
        number: number(attributeOf(block, "rule_no")),
      }));
    }
    if (change.kind !== "add") return [];
    const attribute = numberAttribute(change);
    if (attribute === undefined) return [];
    return [{ scope: this.scope(change), number: number(change.attributes.get(attribute) ?? NULL) }];
  }

  private scope({ type, attributes }: Addition): string {
    const names = type === aclRule ? ["network_acl_id", "egress"] : ["firewall_rule_group_id"];
    return [type, ...names.map((name) => this.graph.describe(attributes.get(name) ?? NULL))].join(" ");
  }

  /** The rules that the fix adds to a network ACL with inline rules. */
  private newBlocks({ resource, attribute, value }: Extract<Change, { kind: "set" }>): ObjectValue[] {
    if (family(resource.type) !== "aws_network_acl" || value.kind !== "list") return [];
    const before = (this.graph.at(resource.key) ?? resource).blocks(attribute).items;
    return value.items.slice(before.length).flatMap((item) => (item.kind === "object" ? [item] : []));
  }

  private withNumbers(change: Change, given: ReadonlyMap<string, number>): Change {
    if (change.kind === "set") {
      const blocks = new Set<Value>(this.newBlocks(change));
      if (blocks.size === 0 || change.value.kind !== "list") return change;
      const items = change.value.items.map((item): Value => {
        if (!blocks.has(item) || item.kind !== "object") return item;
        const number = given.get(
          `${change.resource.key} ${change.attribute} ${this.graph.text(attributeOf(item, "rule_no"))}`,
        );
        return number === undefined ? item : withEntry(item, "rule_no", literal(number));
      });
      return { ...change, value: list(items, change.value.unknownRest) };
    }
    const attribute = change.kind === "add" ? numberAttribute(change) : undefined;
    if (change.kind !== "add" || attribute === undefined) return change;
    const number = given.get(`${this.scope(change)} ${this.graph.text(change.attributes.get(attribute) ?? NULL)}`);
    if (number === undefined) return change;
    return { ...change, attributes: new Map([...change.attributes, [attribute, literal(number)]]) };
  }
}

function numberAttribute({ type }: Addition): string | undefined {
  if (type === aclRule) return "rule_number";
  return type === firewallRule ? "priority" : undefined;
}

function withEntry(object: ObjectValue, name: string, value: Value): ObjectValue {
  return { ...object, entries: new Map([...object.entries, [name, value]]) };
}

function mapped(value: Value, change: (leaf: Value) => Value): Value {
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map((item) => mapped(item, change)) };
    case "object":
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, mapped(entry, change)])) };
    case "template":
      return { ...value, parts: value.parts.map((part) => mapped(part, change)) };
    case "json":
      return { ...value, of: mapped(value.of, change) };
    default:
      return change(value);
  }
}
