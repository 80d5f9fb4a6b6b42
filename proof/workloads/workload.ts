/** A resource that starts tasks or pods that mount file systems, of any Terraform type. */
import { type Facts } from "../facts";
import { type Blocks, type ListValue, type Resource, type Unknown, type Value } from "../graph/model";
import { type Claim } from "../kubernetes/claims/claim";
import { type Manifests } from "../kubernetes/manifest-source";
import { type KubernetesObject } from "../kubernetes/object";

/** What runs the containers; `external` is a machine outside AWS (ECS Anywhere). */
export type Compute = "fargate" | "instances" | "external";

export interface MountPoint {
  /** The path of the volume in the container. */
  readonly containerPath: Value;
  readonly readOnly: Value;
  /** The volume's name. */
  readonly volume: Value;
}

export interface Container {
  /** Undefined where it is not known. */
  readonly name: string | undefined;
  readonly image: Value;
  readonly mountPoints: readonly MountPoint[];
  /** Set if there may be other mount points. */
  readonly otherMountPoints?: Unknown;
  /** The whole definition, with the platform's property names. */
  readonly definition: Value;
}

/** A volume on an EFS file system. Values are in ECS's terms; `null` if not set. */
export interface EfsVolume {
  /** Undefined where it is not known. */
  readonly name: string | undefined;
  /** The resource that declares it: the task definition, the persistent volume. */
  readonly resource: Resource;
  /** The nested block of another type of volume, such as `s3files_volume_configuration`. @default EFS */
  readonly otherKind?: string;
  readonly fileSystem: Value;
  readonly rootDirectory: Value;
  /** `ENABLED` or `DISABLED`. */
  readonly transitEncryption: Value;
  readonly transitEncryptionPort: Value;
  readonly accessPoint: Value;
  /** `ENABLED` or `DISABLED`. */
  readonly iam: Value;
  /** Of a pod's volume. */
  readonly claim?: Claim;
}

interface CommonWorkload {
  /** Unique in its graph, and the same in a graph with a fix. */
  readonly id: string;
  /** The name in reports: an address, for pods with the pod's name. */
  readonly address: string;
  /** The Terraform resource that starts it. */
  readonly resource: Resource;
  readonly compute: Compute | Unknown;
  readonly subnets: ListValue;
  /** Empty if none is set, so the VPC's default security group applies. */
  readonly securityGroups: ListValue;
  readonly assignPublicIp: Value;
  /** The role that mounts: the task role, the service account's role. */
  readonly role: Value;
  /** The role that pulls images and sends logs: the task execution role, the pod execution role. */
  readonly executionRole: Value;
  readonly containers: readonly Container[];
  /** Set if there may be unknown containers. */
  readonly otherContainers?: Unknown;
  readonly volumes: readonly EfsVolume[];
  /** Names of volumes that are known not to be on EFS. */
  readonly otherNames?: ReadonlySet<string>;
  /** Set if there may be unknown volumes. */
  readonly otherVolumes?: Unknown;
}

export interface EcsWorkload extends CommonWorkload {
  readonly kind: "ecs";
  readonly taskDefinition: Resource | Unknown;
  readonly platformVersion: Value;
  /** Whether ECS Exec is on: `enable_execute_command`. */
  readonly exec: Value;
  readonly cluster: Value;
  /**
   * Set if its tasks share the network of container instances: the group of these instances, whose subnets it then has.
   */
  readonly hostedBy?: Resource;
  /** Capacity providers that start its tasks, if it runs on instances. */
  readonly capacityProviders: readonly Value[];
  /** Whether a task set uses the network configuration of its service. */
  readonly takesNetworkOfService: boolean;
  /** Its own capacity provider strategy, without the cluster's default. */
  readonly strategy: Blocks;
}

export interface EksWorkload extends CommonWorkload {
  readonly kind: "eks";
  readonly namespace: string;
  /** The labels of its pods; undefined if they are not all known. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly cluster: Value;
  /** The object that creates the pods, and the pod template. */
  readonly object: KubernetesObject;
  readonly pod: Value;
  /** Set if a custom controller creates the pods. */
  readonly isCustom: boolean;
  /** Address of the resource that may run the pods instead of Fargate, if no profile certainly selects them. */
  readonly elsewhere?: string;
  readonly manifests: Manifests;
}

export type Workload = EcsWorkload | EksWorkload;

/** How workloads of one kind are found. */
export interface WorkloadReader {
  /** @param only the id of the one workload to return. @default all */
  read(facts: Facts, only?: string): Iterable<Workload>;
}
