/** What starts tasks or pods that mount file systems, whichever resource of Terraform it is. */
import { type Facts } from "../facts";
import { type Blocks, type ListValue, type Resource, type Unknown, type Value } from "../graph/model";
import { type Claim } from "../kubernetes/claim";
import { type Manifests } from "../kubernetes/manifest-source";
import { type KubernetesObject } from "../kubernetes/object";

/** What runs the containers; `external` are machines of one's own (ECS Anywhere). */
export type Compute = "fargate" | "instances" | "external";

export interface MountPoint {
  /** Where the container sees the volume. */
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
  /** Set where there may be other mount points. */
  readonly otherMountPoints?: Unknown;
  /** The whole definition, as the workload's platform names its properties. */
  readonly definition: Value;
}

/** A volume on an EFS file system. Values are as ECS names them; `null` where nothing is set. */
export interface EfsVolume {
  /** Undefined where it is not known. */
  readonly name: string | undefined;
  /** What declares it: the task definition, the persistent volume. */
  readonly resource: Resource;
  /** The nested block of a volume of another kind, such as `s3files_volume_configuration`. @default EFS */
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
  /** As the report names it: an address, for pods with the pod's name. */
  readonly address: string;
  /** What starts it, in Terraform. */
  readonly resource: Resource;
  readonly compute: Compute | Unknown;
  readonly subnets: ListValue;
  /** Empty where none is set, so that the VPC's default security group counts. */
  readonly securityGroups: ListValue;
  readonly assignPublicIp: Value;
  /** The role that mounts: the task role, the service account's role. */
  readonly role: Value;
  /** The role that pulls images and starts logs: the task execution role, the pod execution role. */
  readonly executionRole: Value;
  readonly containers: readonly Container[];
  /** Set where there may be containers that are not known. */
  readonly otherContainers?: Unknown;
  readonly volumes: readonly EfsVolume[];
  /** Names of volumes that are known not to be on EFS. */
  readonly otherNames?: ReadonlySet<string>;
  /** Set where there may be volumes that are not known. */
  readonly otherVolumes?: Unknown;
}

export interface EcsWorkload extends CommonWorkload {
  readonly kind: "ecs";
  readonly taskDefinition: Resource | Unknown;
  readonly platformVersion: Value;
  readonly cluster: Value;
  /** Set where its tasks share the network of container instances: the group of those, whose subnets it then has. */
  readonly hostedBy?: Resource;
  /** Capacity provider names that start its tasks, where instances do. */
  readonly capacityProviders: readonly Value[];
  /** Whether a task set leaves its network configuration to its service. */
  readonly takesNetworkOfService: boolean;
  /** Its own capacity provider strategy, without the cluster's default. */
  readonly strategy: Blocks;
}

export interface EksWorkload extends CommonWorkload {
  readonly kind: "eks";
  readonly namespace: string;
  /** Of its pods; undefined where they are not all known. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly cluster: Value;
  /** What makes the pods, and the pods' own template. */
  readonly object: KubernetesObject;
  readonly pod: Value;
  /** Set where a controller that is not Kubernetes' own makes the pods. */
  readonly isCustom: boolean;
  /** Address of what may run the pods instead of Fargate, where no profile is sure to take them. */
  readonly elsewhere?: string;
  readonly manifests: Manifests;
}

export type Workload = EcsWorkload | EksWorkload;

/** How workloads of one kind are found. */
export interface WorkloadReader {
  /** @param only the id of the one workload that is asked for. @default all */
  read(facts: Facts, only?: string): Iterable<Workload>;
}
