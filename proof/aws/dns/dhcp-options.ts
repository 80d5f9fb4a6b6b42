/** The name servers of a VPC's DHCP options (VPC-03, VPC-04). */
import { amazonProvidedDns, type Maybe, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { notDeleted } from "../attributes/block";
import { unreadModuleOf } from "../unread-module";
import { endpointOf } from "./inbound-endpoints";
import { plainText, unknownFactOf } from "./plain-values";

export interface DhcpServers {
  /** `domain_name_servers` in their order; `[AmazonProvidedDNS]` if no options are set. */
  readonly servers: Maybe<readonly string[]>;
  /** Address of the resource that sets them. */
  readonly resource: string;
  /** The managed options that contain them. */
  readonly options?: Resource;
  /** The association of the options with the VPC. */
  readonly association?: Resource;
}

/** @param managed whether Terraform creates the VPC, so no other associations exist */
export function dhcpServersOf(
  facts: Facts,
  vpc: { value: Value; name: string; resource?: Resource; managed: boolean },
): DhcpServers {
  const { graph } = facts;
  const { certain, possible } = graph.referrers("aws_vpc_dhcp_options_association", "vpc_id", vpc.value);
  const [first, ...others] = notDeleted(certain);
  if (first) {
    const answers = [first, ...others].map((association) => serversOf(facts, association));
    const [answer] = answers as [DhcpServers];
    const same = answers.every(({ servers }) => JSON.stringify(servers) === JSON.stringify(answer.servers));
    if (same) return answer;
    const resolveBy = `which of ${[first, ...others].map(({ address }) => address).join(" and ")} is applied last`;
    return { servers: unknownFact(resolveBy), resource: first.address };
  }
  const [maybe] = notDeleted(possible);
  if (maybe) {
    const resolveBy = unknownFactOf(graph, maybe.get("vpc_id"), `the VPC of ${maybe.address}`);
    return { servers: maybe.unsure ? unknownFact(maybe.unsure.expression) : resolveBy, resource: maybe.address };
  }
  const known = vpc.resource && graph.target(graph.get(vpc.resource, "dhcp_options_id"), "aws_vpc_dhcp_options");
  if (known) return namedBy(facts, known);
  const lookedUp = vpc.resource && lookedUpOf(facts, vpc.resource);
  if (lookedUp) return namedBy(facts, lookedUp);
  const module = vpc.resource && unreadModuleOf(facts, vpc.resource);
  if (module) return { servers: unknownFact(`${module.expression}: ${module.why}`), resource: vpc.name };
  if (vpc.managed) return { servers: [amazonProvidedDns], resource: vpc.name };
  return { servers: unknownFact(`domain_name_servers of the DHCP options of ${vpc.name}`), resource: vpc.name };
}

/** `data "aws_vpc_dhcp_options"` by the id in the VPC. */
function lookedUpOf({ graph }: Facts, vpc: Resource): Resource | undefined {
  const id: Value = { kind: "reference", to: vpc.key, attribute: "dhcp_options_id" };
  return graph
    .all("aws_vpc_dhcp_options", "data")
    .find((options) => graph.same(options.get("dhcp_options_id"), id) === "yes");
}

function serversOf(facts: Facts, association: Resource): DhcpServers {
  const { graph } = facts;
  const value = association.get("dhcp_options_id");
  const options = graph.target(value, "aws_vpc_dhcp_options", association);
  if (options) return { ...namedBy(facts, options), association };
  // AWS's value for no options, which keeps the VPC's own resolver.
  if (graph.text(value) === "default") {
    return { servers: [amazonProvidedDns], resource: association.address, association };
  }
  const servers = unknownFact(`domain_name_servers of ${graph.text(value) ?? graph.describe(graph.follow(value))}`);
  return { servers, resource: association.address, association };
}

function namedBy(facts: Facts, options: Resource): DhcpServers {
  const { graph } = facts;
  const resource = options.address;
  if (options.type === "aws_default_vpc_dhcp_options") return { servers: [amazonProvidedDns], resource };
  const what = `domain_name_servers of ${resource}`;
  const { items, unknownRest } = graph.items(graph.get(options, "domain_name_servers"));
  const texts = items.map((item) => endpointOf(facts, item) ?? plainText(graph, item, what));
  const open = texts.find((text) => typeof text !== "string");
  if (unknownRest) return { servers: unknownFactOf(graph, unknownRest, what), resource, options };
  if (typeof open === "object") return { servers: open, resource, options };
  // Which server hosts query if the options name none is UNCONFIRMED.
  return { servers: texts.length > 0 ? (texts as string[]) : unknownFact(what), resource, options };
}
