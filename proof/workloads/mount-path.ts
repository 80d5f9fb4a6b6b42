/** The unit of the proof: one workload, one task subnet, one mounted volume. */
import { type Zone } from "../aws/network/availability-zone";
import { type Resolution } from "../graph/graph";
import { type Container, type EfsVolume, type MountPoint, type Workload } from "./workload";

export interface MountPath {
  /** Unique in its graph, and the same in a graph with a fix. */
  readonly id: string;
  /** The same for all subnets of a workload. */
  readonly mountId: string;
  readonly workload: Workload;
  readonly volume: EfsVolume;
  /** Undefined if the containers are not known: a declared volume then counts as mounted. */
  readonly container?: Container;
  /** Undefined where mount points are not known. */
  readonly mountPoint?: MountPoint;
  readonly fileSystem: Resolution;
  readonly subnet: Resolution;
  /** The subnet's Availability Zone. */
  readonly zone: Zone;
  /** Names for reports. */
  readonly names: {
    readonly container: string;
    readonly mountPath: string;
    readonly fileSystem: string;
    readonly subnet: string;
    readonly availabilityZone: string;
  };
}
