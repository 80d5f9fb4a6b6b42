/** The network position of a path's task for access to AWS services and registries. */
import { type InstancePlace, instancePlaces } from "../aws/ecs/instance-subnets";
import { type Egress, egressOf } from "../aws/network/egress";
import { type Party, partyOf } from "../aws/network/security-group-reachability";
import { type Subnet } from "../aws/network/subnet";
import { vpcOf } from "../aws/network/vpc";
import { endpointsOf, type VpcEndpoint, type VpcEndpoints } from "../aws/network/vpc-endpoint";
import { type Facts } from "../facts";
import { type Resolution } from "../graph/graph";
import { isNull, type Unknown } from "../graph/model";
import { type Ternary } from "../graph/ternary";
import { type HopAnswer, unknown } from "../hop-answer";
import { regionOfZone } from "../partitions";
import { type RuleId } from "../rules";
import { type MountPath } from "./mount-path";
import { subnetOfPath, vpcOfPath } from "./path-place";

/**
 * The services whose endpoints in China have another prefix, among those that hops check; the S3 gateway and logs do
 * not.
 */
const ofChina = new Set(["ecr.api", "ecr.dkr", "ec2", "eks", "kinesis-streams", "sts"]);

const positions = () => new Map<string, Map<string, Position>>();
const fetching = () => new Map<string, readonly (Position | Unknown)[]>();

export class Position {
  readonly subnet: Subnet;
  readonly vpc: Resolution;
  readonly task: Party;
  readonly endpoints: VpcEndpoints;
  /** Undefined if it is not known. */
  readonly region: string | undefined;
  /** The subnets of the endpoints that the task uses. */
  readonly reached = new Set<string>();
  private way: Egress | undefined;
  private limited: boolean | undefined;
  private readonly answers = new Map<string, HopAnswer | undefined>();
  private readonly ofService = new Map<string, readonly VpcEndpoint[]>();
  private readonly central = new Map<string, VpcEndpoint>();

  /** Shared by all mounts of a workload in a subnet. */
  static of(facts: Facts, path: MountPath): Position {
    const made = facts.once(positions);
    let ofWorkload = made.get(path.workload.id);
    if (!ofWorkload) made.set(path.workload.id, (ofWorkload = new Map<string, Position>()));
    let position = ofWorkload.get(path.names.subnet);
    if (!position) ofWorkload.set(path.names.subnet, (position = new Position(facts, path)));
    return position;
  }

  /**
   * The positions from which images, secrets and logs are fetched and sent: the task's own network interface on
   * Fargate, that of the instance otherwise.
   */
  static fetching(facts: Facts, path: MountPath): readonly (Position | Unknown)[] {
    const { workload } = path;
    if (workload.kind !== "ecs" || workload.compute !== "instances") return [Position.of(facts, path)];
    const made = facts.once(fetching);
    const key = `${workload.id} ${path.names.subnet}`;
    let found = made.get(key);
    if (!found) {
      const places = instancePlaces(facts, workload, path.zone);
      found = places.map((place) => ("kind" in place ? place : new Position(facts, path, place)));
      made.set(key, found);
    }
    return found;
  }

  private constructor(
    readonly facts: Facts,
    readonly path: MountPath,
    private readonly host?: InstancePlace,
  ) {
    const { name, securityGroups } = host ?? { ...path.workload, name: path.workload.address };
    this.subnet = host?.subnet ?? subnetOfPath(facts, path);
    this.region = this.regionOfPlace();
    this.vpc = host ? vpcOf(facts, this.subnet, securityGroups.items) : vpcOfPath(facts, path);
    this.task = partyOf(facts, name, securityGroups, this.subnet, this.vpc);
    this.endpoints = endpointsOf(facts, this.vpc);
  }

  get wayOut(): Egress {
    return (this.way ??= egressOf(this.facts, this.subnet, this.publicAddress()));
  }

  once(service: string, ask: () => HopAnswer | undefined): HopAnswer | undefined {
    if (!this.answers.has(service)) this.answers.set(service, ask());
    return this.answers.get(service);
  }

  /** The service name of an endpoint: `com.amazonaws.us-east-1.ecr.api`. Undefined if the Region is not known. */
  serviceName(service: string): string | undefined {
    const { region } = this;
    if (region === undefined) return undefined;
    const prefix = region.startsWith("cn-") && ofChina.has(service) ? "cn.com.amazonaws" : "com.amazonaws";
    return `${prefix}.${region}.${service}`;
  }

  private regionOfPlace(): string | undefined {
    const zone = this.path.zone.name;
    const named = zone === undefined ? undefined : regionOfZone(zone);
    return named ?? this.subnet.resource?.provider?.region ?? this.path.workload.resource.provider?.region;
  }

  /** Tasks on container instances get no public IP address. */
  private publicAddress(): Ternary {
    if (this.host) return this.host.publicAddress;
    const { graph } = this.facts;
    const { workload } = this.path;
    if (workload.compute === "instances" || workload.kind === "eks") return "no";
    const text = graph.text(workload.assignPublicIp);
    if (text !== undefined) return text === "true" || text === "ENABLED" ? "yes" : "no";
    const value = graph.follow(workload.assignPublicIp);
    return isNull(value) || value.kind === "reference" ? "no" : "unknown";
  }

  endpointsFor(service: string): readonly VpcEndpoint[] {
    let found = this.ofService.get(service);
    if (!found) {
      found = this.endpoints.certain.filter((one) => one.service === service && this.isOwnRegion(one));
      this.ofService.set(service, found);
    }
    return found;
  }

  /** Whether any endpoint has a custom policy. */
  get hasEndpointPolicies(): boolean {
    const own = (this.limited ??= this.endpoints.certain.some((one) => this.hasPolicy(one)));
    return own || [...this.central.values()].some((one) => this.hasPolicy(one));
  }

  private hasPolicy({ policy }: VpcEndpoint): boolean {
    return !isNull(this.facts.graph.follow(policy));
  }

  /** Records the endpoint in another VPC that serves this position (EP-12). */
  serve(service: string, endpoint: VpcEndpoint): void {
    this.central.set(service, endpoint);
  }

  /** Every endpoint whose policy applies to requests to the service. */
  servingEndpoints(service: string): readonly VpcEndpoint[] {
    const own = this.privateEndpointsFor(service);
    const central = this.central.get(service);
    return own.length > 0 || !central ? own : [central];
  }

  /** The endpoints that the name of the service resolves to. */
  privateEndpointsFor(service: string): readonly VpcEndpoint[] {
    return this.endpointsFor(service).filter(({ type, privateDns }) => type === "Interface" && privateDns === "yes");
  }

  /** Endpoints for another Region serve only names of that Region (EP-09). */
  private isOwnRegion({ region }: VpcEndpoint): boolean {
    return region === undefined || this.region === undefined || region === this.region;
  }

  /** The name of a resource that may be an endpoint for the service. */
  possibleEndpoint(service: string): string | undefined {
    const { certain, possible, others } = this.endpoints;
    const open = [...certain.filter((one) => one.service === undefined), ...possible].find(
      (one) => one.service === undefined || one.service === service,
    );
    return open?.resource.address ?? others?.expression;
  }
}

/** Asks the same question from every position from which images, secrets or logs are fetched or sent. */
export function wherever(
  facts: Facts,
  path: MountPath,
  rule: RuleId,
  ask: (from: Position) => Iterable<HopAnswer | undefined>,
): (HopAnswer | undefined)[] {
  return Position.fetching(facts, path).flatMap((from) => {
    if (from instanceof Position) return [...ask(from)];
    const detail = "not known in which subnets its container instances are";
    return [unknown(rule, path.workload.address, detail, `subnets and security groups of ${from.expression}`)];
  });
}
