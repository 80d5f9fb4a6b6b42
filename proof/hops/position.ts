/** Where a path's task stands, as far as AWS services and registries are concerned. */
import { type Party, partyOf } from "../aws/reach";
import { type Subnet } from "../aws/subnet";
import { subnetOfPath, vpcOfPath } from "../aws/vpc";
import { endpointsOf, type VpcEndpoint, type VpcEndpoints } from "../aws/vpc-endpoint";
import { type WayOut, wayOut } from "../aws/way-out";
import { type Facts } from "../facts";
import { type Answer, type Resolution } from "../graph/graph";
import { isNull } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { type HopAnswer } from "./hop";

const positions = () => new Map<string, Position>();

export class Position {
  readonly subnet: Subnet;
  readonly vpc: Resolution;
  readonly task: Party;
  readonly endpoints: VpcEndpoints;
  private way: WayOut | undefined;
  private readonly answers = new Map<string, HopAnswer | undefined>();

  /** The same for all mounts of a workload in a subnet. */
  static of(facts: Facts, path: MountPath): Position {
    const made = facts.once(positions);
    const key = `${path.workload.id} ${path.names.subnet}`;
    let position = made.get(key);
    if (!position) made.set(key, (position = new Position(facts, path)));
    return position;
  }

  private constructor(
    readonly facts: Facts,
    readonly path: MountPath,
  ) {
    this.subnet = subnetOfPath(facts, path);
    this.vpc = vpcOfPath(facts, path);
    this.task = partyOf(facts, path.workload.address, path.workload.securityGroups, this.subnet, this.vpc);
    this.endpoints = endpointsOf(facts, this.vpc);
  }

  get wayOut(): WayOut {
    return (this.way ??= wayOut(this.facts, this.subnet, this.publicAddress()));
  }

  once(service: string, ask: () => HopAnswer | undefined): HopAnswer | undefined {
    if (!this.answers.has(service)) this.answers.set(service, ask());
    return this.answers.get(service);
  }

  /** As endpoints name it: `com.amazonaws.us-east-1.ecr.api`. Undefined where the Region is not known. */
  serviceName(service: string): string | undefined {
    const { region } = this;
    if (region === undefined) return undefined;
    return `${region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws"}.${region}.${service}`;
  }

  /** Undefined where it is not known. */
  get region(): string | undefined {
    const zone = this.path.zone.name;
    return zone && /^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/.test(zone)
      ? zone.slice(0, -1)
      : (this.subnet.resource?.provider?.region ?? this.path.workload.resource.provider?.region);
  }

  /** Container instances hand out no public address to tasks of their own. */
  private publicAddress(): Answer {
    const { graph } = this.facts;
    const { workload } = this.path;
    if (workload.compute === "instances" || workload.kind === "eks") return "no";
    const text = graph.text(workload.assignPublicIp);
    if (text !== undefined) return text === "true" || text === "ENABLED" ? "yes" : "no";
    const value = graph.follow(workload.assignPublicIp);
    return isNull(value) || value.kind === "reference" ? "no" : "unknown";
  }

  endpointsFor(service: string): readonly VpcEndpoint[] {
    return this.endpoints.certain.filter((endpoint) => endpoint.service === service);
  }

  /** What may be an endpoint for the service, for all that is known: a name for it. */
  possibleEndpoint(service: string): string | undefined {
    const { certain, possible, others } = this.endpoints;
    const open = [...certain.filter((one) => one.service === undefined), ...possible].find(
      (one) => one.service === undefined || one.service === service,
    );
    return open?.resource.address ?? others?.expression;
  }
}
