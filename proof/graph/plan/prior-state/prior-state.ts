/**
 * The prior values of resources that a plan removes, replaces or changes. Other resources still list them: a security
 * group its rules, a route table its routes, a VPC its DHCP options. Terraform read those lists earlier; after apply
 * they lack the resource.
 */
import { factsOf, family } from "../../../resource-types";
import { type ListedAs, type Listing } from "../../../resource-types/resource-type";
import { isRecord, type JsonObject, property } from "../../json/json-syntax";
import { withoutRule } from "./prior-rule";

const destinations = [
  ["destination_cidr_block", "cidr_block"],
  ["destination_ipv6_cidr_block", "ipv6_cidr_block"],
  ["destination_prefix_list_id", "destination_prefix_list_id"],
] as const;

/** The owner's attribute, without one of the resources in its list. */
function without(as: ListedAs, value: unknown, prior: JsonObject): unknown {
  const own = (attribute: string) => property(prior, attribute);
  switch (as.form) {
    case "id":
      return filtered(value, (item) => item !== own(as.of));
    case "value":
      return value === own(as.of) ? null : value;
    case "restored":
      return own(as.from);
    case "unset":
      return null;
    case "block":
      return filtered(value, (item) => property(item, as.inBlock) !== own(as.own));
    case "route":
      return filtered(value, (item) =>
        destinations.every(([name, inline]) => !own(name) || property(item, inline) !== own(name)),
      );
    case "acl-rule":
      if ((own("egress") === true) !== as.egress) return value;
      return filtered(value, (item) => property(item, "rule_no") !== own("rule_number"));
    case "group-rule":
      return as.direction === undefined || own("type") === as.direction ? withoutRule(value, prior) : value;
  }
}

/** For all plans that are read together, matched by id. */
export class PriorStates {
  private readonly found = new Map<string, { readonly listing: Listing; readonly prior: JsonObject }[]>();

  /** @param prior the values of a resource before the plan deletes, replaces or updates it */
  add(type: string, prior: JsonObject): void {
    for (const listing of factsOf(type).listedIn ?? []) {
      const owner = prior[listing.by];
      if (typeof owner !== "string") continue;
      const name = `${listing.owner} ${owner} ${listing.attribute}`;
      const others = this.found.get(name);
      if (others) others.push({ listing, prior });
      else this.found.set(name, [{ listing, prior }]);
    }
  }

  /** The future value of an attribute that was read earlier. */
  after(type: string, values: unknown, attribute: string, value: unknown): unknown {
    if (this.found.size === 0 || !isRecord(values) || typeof values["id"] !== "string") return value;
    const all = this.found.get(`${family(type)} ${values["id"]} ${attribute}`) ?? [];
    return all.reduce((left, { listing, prior }) => without(listing.as, left, prior), value);
  }
}

function filtered(value: unknown, wanted: (item: unknown) => boolean): unknown {
  return Array.isArray(value) ? (value as unknown[]).filter(wanted) : value;
}
