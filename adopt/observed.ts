import { type LiveDetails } from "./live/details";

/** A network that exists, whether a state, a plan or AWS itself shows it. What was not shown is undefined. */
export interface Observed {
  /** The inputs, for messages. */
  readonly source: string;
  /** The remedy if something is missing in them. */
  readonly remedy: string;
  /** Set if AWS itself was read. */
  readonly details?: LiveDetails;
  /** Parts of networks that a plan creates, which have no id yet. */
  readonly planned: readonly PlannedPart[];
  readonly vpcs: readonly ObservedVpc[];
  readonly subnets: readonly ObservedSubnet[];
  readonly routeTables: readonly ObservedRouteTable[];
  readonly endpoints: readonly ObservedEndpoint[];
  readonly dhcpOptions: readonly ObservedDhcpOptions[];
  readonly fileSystems: readonly ObservedFileSystem[];
  readonly mountTargets: readonly ObservedMountTarget[];
  readonly accessPoints: readonly ObservedAccessPoint[];
}

export interface PlannedPart {
  readonly type: string;
  readonly address: string;
  /** Undefined for a VPC, and while it is not known. */
  readonly vpc?: string;
}

/** Identifies a resource, and names it as its owner does. */
interface Identified {
  readonly id: string;
  /** The tag `Name`. */
  readonly label?: string;
  /** The name of the resource in Terraform. */
  readonly terraformName?: string;
}

export interface ObservedVpc extends Identified {
  /** The id of the account. */
  readonly owner?: string;
  readonly region?: string;
  /** The IPv4 ranges, the primary one first. */
  readonly ranges: readonly string[];
  readonly hasIpv6?: boolean;
  /** `default` for none. */
  readonly dhcpOptions?: string;
  readonly mainTable?: string;
  readonly dnsSupport?: boolean;
  readonly dnsHostnames?: boolean;
}

export interface ObservedSubnet extends Identified {
  readonly vpc: string;
  readonly zone?: string;
  readonly owner?: string;
  /** Undefined for a subnet with IPv6 only. */
  readonly range?: string;
  readonly hasIpv6?: boolean;
  readonly dns64?: boolean;
}

export interface ObservedRoute {
  readonly destination: string;
  /** `igw-…`, `nat-…`, `tgw-…`, `local` or the id of another target; undefined if it is not known yet. */
  readonly target?: string;
}

export interface ObservedRouteTable extends Identified {
  readonly vpc?: string;
  readonly isMain?: boolean;
  readonly subnets: readonly string[];
  /** Undefined if its routes were not read. */
  readonly routes?: readonly ObservedRoute[];
}

export interface ObservedEndpoint extends Identified {
  readonly vpc: string;
  /** The full name: `com.amazonaws.us-east-1.ecr.api`. */
  readonly service: string;
  /** `Interface`, `Gateway`, `GatewayLoadBalancer` … */
  readonly type: string;
  readonly privateDns?: boolean;
  readonly state?: string;
  readonly routeTables: readonly string[];
}

export interface ObservedDhcpOptions extends Identified {
  readonly servers: readonly string[];
}

export interface ObservedFileSystem extends Identified {
  /** The zone of a One Zone file system. */
  readonly zone?: string;
}

export interface ObservedMountTarget extends Identified {
  readonly fileSystem: string;
  readonly subnet: string;
  readonly zone?: string;
  readonly securityGroups: readonly string[];
}

export interface ObservedAccessPoint extends Identified {
  readonly fileSystem: string;
  readonly path?: string;
}

/** The table of a subnet: the one associated with it, or else the main table of its VPC. */
export function tableOf(
  { routeTables }: Observed,
  vpc: ObservedVpc,
  subnet: ObservedSubnet,
): ObservedRouteTable | undefined {
  const associated = routeTables.find(({ subnets }) => subnets.includes(subnet.id));
  return associated ?? mainTableOf(routeTables, vpc);
}

function mainTableOf(tables: readonly ObservedRouteTable[], vpc: ObservedVpc): ObservedRouteTable | undefined {
  const found = tables.find((table) => table.vpc === vpc.id && table.isMain) ?? tables.find(isNamed(vpc.mainTable));
  return found ?? (vpc.mainTable === undefined ? undefined : { id: vpc.mainTable, vpc: vpc.id, subnets: [] });
}

function isNamed(id: string | undefined) {
  return (table: ObservedRouteTable): boolean => table.id === id;
}

/** One of each id: what one of them lacks, another may have; lists are joined. */
export function merged<T extends Identified>(found: readonly T[]): readonly T[] {
  const byId = new Map<string, T>();
  for (const one of found) {
    const earlier = byId.get(one.id);
    byId.set(one.id, earlier === undefined ? one : both(earlier, one));
  }
  return [...byId.values()];
}

function both<T extends Identified>(first: T, second: T): T {
  const known = Object.entries(first).filter(([, value]) => value !== undefined);
  const rest = new Map(Object.entries(second));
  const lists = known.flatMap(([name, value]) => {
    const other: unknown = rest.get(name);
    return Array.isArray(value) && Array.isArray(other) ? [[name, union(value, other)] as const] : [];
  });
  return { ...second, ...Object.fromEntries(known), ...Object.fromEntries(lists) };
}

function union(first: readonly unknown[], second: readonly unknown[]): unknown[] {
  const known = new Set(first.map((item) => JSON.stringify(item)));
  return [...first, ...second.filter((item) => !known.has(JSON.stringify(item)))];
}
