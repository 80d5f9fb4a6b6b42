/** Access that a plan opens, or protection that it removes. */
import { isRecord, type JsonObject, property } from "../proof/graph/json/json-syntax";
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

interface Opening {
  readonly types: readonly string[];
  /** What these attributes open; undefined if nothing. */
  readonly look: (attributes: JsonObject) => string | undefined;
  readonly todo: string;
  /** Whether it is also reported of a new resource. @default true */
  readonly whenCreated?: boolean;
}

const everyone = ["0.0.0.0/0", "::/0"];

const openings: readonly Opening[] = [
  {
    types: ["aws_security_group", "aws_default_security_group"],
    look: (group) =>
      items(group["ingress"])
        .map(openRule)
        .find((open) => open !== undefined),
    todo: "allow only the security groups or ranges of the clients, or confirm that public access is intended",
  },
  {
    types: ["aws_security_group_rule"],
    look: (rule) => (rule["type"] === "ingress" ? openRule(rule) : undefined),
    todo: "allow only the security groups or ranges of the clients, or confirm that public access is intended",
  },
  {
    types: ["aws_vpc_security_group_ingress_rule"],
    look: openRule,
    todo: "allow only the security groups or ranges of the clients, or confirm that public access is intended",
  },
  {
    types: ["aws_ram_resource_share"],
    look: (share) =>
      share["allow_external_principals"] === true ? "can be shared outside of the organization" : undefined,
    todo: "set allow_external_principals = false, unless sharing with other organizations is intended",
  },
  {
    types: ["aws_efs_file_system"],
    look: (system) =>
      system["encrypted"] === true ? undefined : "is not encrypted, and encryption can't be enabled later",
    todo: "set encrypted = true",
  },
  {
    types: ["aws_eks_cluster"],
    look: (cluster) => {
      const [network] = items(cluster["vpc_config"]);
      const ranges = property(network, "public_access_cidrs");
      const open = property(network, "endpoint_public_access") === true && isEveryone(ranges);
      return open ? "has a public endpoint that is open to every address" : undefined;
    },
    todo: "set endpoint_public_access = false, or restrict public_access_cidrs",
  },
  {
    types: ["aws_lb", "aws_eks_cluster", "aws_dynamodb_table", "aws_db_instance"],
    look: (guarded) => {
      const guard = ["enable_deletion_protection", "deletion_protection", "deletion_protection_enabled"];
      return guard.some((key) => guarded[key] === false) ? "is no longer protected against deletion" : undefined;
    },
    whenCreated: false,
    todo: "keep its deletion protection",
  },
  {
    types: ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"],
    look: (policy) => (allowsEverything(policy["policy"]) ? "allows every action on everything" : undefined),
    todo: "allow only the actions and resources that are needed",
  },
];

export function* openedResources({ name, changes }: Plan): Iterable<Stop> {
  for (const change of changes.filter(({ action }) => action && action !== "delete" && action !== "forget")) {
    for (const { types, look, todo, whenCreated = true } of openings) {
      if (!types.includes(change.type) || (change.action === "create" && !whenCreated)) continue;
      const open = newly(change, look);
      if (open !== undefined) yield { stack: name, resource: change.address, what: open, todo };
    }
  }
}

/** Reports only what this change opens, not what was open before. */
function newly({ action, before, after }: Change, look: Opening["look"]): string | undefined {
  const open = look(after);
  if (open === undefined) return undefined;
  if (action === "create") return open;
  return look(before) === open ? undefined : open;
}

function openRule(rule: unknown): string | undefined {
  const ranges = [
    ...items(property(rule, "cidr_blocks")),
    ...items(property(rule, "ipv6_cidr_blocks")),
    property(rule, "cidr_ipv4"),
    property(rule, "cidr_ipv6"),
  ];
  const range = ranges.find((one) => everyone.includes(String(one)));
  if (range === undefined) return undefined;
  const protocol = property(rule, "protocol") ?? property(rule, "ip_protocol");
  if (protocol === "-1" || protocol === "all") return `allows all inbound traffic from ${String(range)}`;
  const [from, to] = [property(rule, "from_port"), property(rule, "to_port")];
  const ports = from === to ? String(from) : `${String(from)}-${String(to)}`;
  return `allows inbound ${String(protocol)}/${ports} from ${String(range)}`;
}

function isEveryone(ranges: unknown): boolean {
  return items(ranges).length === 0 || items(ranges).some((range) => everyone.includes(String(range)));
}

function items(json: unknown): unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}

function allowsEverything(text: unknown): boolean {
  if (typeof text !== "string") return false;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return false;
  }
  const statements = property(json, "Statement");
  return (Array.isArray(statements) ? (statements as unknown[]) : [statements]).some((statement) => {
    if (!isRecord(statement) || statement["Effect"] !== "Allow" || statement["Condition"] !== undefined) return false;
    return [statement["Action"], statement["Resource"]].every((one) => [one].flat().includes("*"));
  });
}
