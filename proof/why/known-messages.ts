import { type HopName } from "../verdict";

/** A message of a task, of Terraform or of Kubernetes, as AWS prints it. */
export interface KnownMessage {
  /** `…` stands for any text, and so do ids and names in `<…>`. */
  readonly text: string;
  /** The rules that lead to it, the most frequent one first. Their pages in docs/rules have the same text. */
  readonly rules: readonly string[];
  /** The hop that judges the first rule. @default none: Terraform or the API refuses it before a task starts */
  readonly hop?: HopName;
}

/** Texts by their rules. The test of the pages in docs/rules compares both. */
const byRules: readonly (readonly [rules: string, hop: HopName | undefined, texts: readonly string[]])[] = [
  [
    "DNS-03 EFS-02",
    "resolver",
    [
      "Failed to import necessary dependency botocore, please install botocore first",
      "is not authorized to perform: elasticfilesystem:DescribeMountTargets",
    ],
  ],
  [
    "DNS-03 VPC-04 EFS-02 EFS-04 VPC-01 DNS-01 DNS-02 DNS-05 DNS-23",
    "resolver",
    ['Failed to resolve "fs-….efs.<region>.amazonaws.com"'],
  ],
  [
    "DNS-03 EFS-02 VPC-04",
    "resolver",
    ["The file system mount target ip address cannot be found, please pass mount target ip address via mount options"],
  ],
  ["DNS-03 VPC-04", "resolver", ["mount.nfs: Failed to resolve server fs-…: Name or service not known"]],
  [
    "DNS-06",
    "resolver",
    [
      "Cannot specify resolver endpoint ID and target IP for SYSTEM type resolver rule",
      "[RSLVR-00718] Cannot create a rule with type RECURSIVE",
    ],
  ],
  ["DNS-07", "resolver", ["Please disassociate this resolver rule from VPC first before deleting"]],
  [
    "DNS-08",
    "resolver",
    ["Cannot associate rules with same domain name with same VPC. Conflict with resolver rule '…'"],
  ],
  ["DNS-09", "resolver", ["[RSLVR-00400] Resolver endpoint need to have at least 2 IP addresses."]],
  ["DNS-10", "resolver", ["Rate exceeded"]],
  [
    "DNS-14",
    "resolver",
    [
      "[RSLVR-00804] Cannot associate rule … because the VPC include an INBOUND resolver endpoints with rule's target IP.",
    ],
  ],
  ["DNS-20", "resolver", ["UnknownResourceException: Organization o-… could not be found."]],
  ["DNS-23", "resolver", ["CannotPullContainerError: … no such host"]],
  ["ECS-01", "platform", ["The specified platform does not satisfy the task definition's required capabilities."]],
  [
    "ECS-02",
    "volume",
    [
      "EFS IAM authorization requires TransitEncryption to be enabled",
      "TransitEncryptionPort requires that TransitEncryption is enabled",
      "Unknown volume 'contents'.",
    ],
  ],
  ["ECS-03", "volume", ['When using an EFS access point, the root directory must either be set to "/" or be omitted']],
  ["ECS-05", "platform", ["No Fargate configuration exists for given values"]],
  [
    "ECS-06",
    "platform",
    [
      "Fargate only supports network mode 'awsvpc'.",
      "Fargate requires that 'cpu' be defined at the task level",
      "The 'memory' setting for container … is greater than for the task",
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    ],
  ],
  ["ECS-07", "platform", ["EphemeralStorage size should be at least 21"]],
  [
    "ECS-08",
    "platform",
    [
      "DNS servers are not supported on container when networkMode=awsvpc",
      "Extra hosts are not supported on container when networkMode=awsvpc",
      "Links are not supported when networkMode=awsvpc",
      "hostname is not supported on container when networkMode=awsvpc",
    ],
  ],
  [
    "ECS-09",
    "image",
    [
      "CannotPullContainerError: … pull access denied",
      "ECS was unable to assume the role … that was provided for this task",
      "Fargate requires task definition to have execution role ARN to support log driver awslogs",
      "failed to create Cloudwatch log group: AccessDeniedException",
      "is not authorized to perform: ecr:GetAuthorizationToken",
      "is not authorized to perform: logs:CreateLogStream",
    ],
  ],
  ["ECS-09 EP-04", "image", ["CannotPullContainerError: … unexpected status code … 403 Forbidden"]],
  [
    "ECS-09 ECS-22",
    "image",
    [
      "unable to retrieve secret from asm: … AccessDeniedException",
      "unable to retrieve secrets from ssm: … AccessDeniedException",
    ],
  ],
  [
    "ECS-10",
    "logs",
    [
      "ResourceInitializationError: failed to validate logger args: … The specified log group does not exist.",
      "failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist",
    ],
  ],
  [
    "ECS-11",
    "platform",
    [
      "A dependency container with HEALTHY condition must have health check configured",
      "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
      "Cannot depend on container X because it does not exist",
    ],
  ],
  [
    "ECS-15",
    "platform",
    [
      "CannotPullContainerError: failed to find a descriptor for platform",
      "exec format error",
      "image Manifest does not contain descriptor matching platform",
    ],
  ],
  [
    "ECS-16",
    "platform",
    [
      "Fargate compatible task definitions do not support constraints",
      "Fargate compatible task definitions do not support sharedMemorySize",
      "Fargate requires that the 'privileged' setting be 'false'",
      "Specifying both a launch type and capacity provider strategy is not supported",
      "Tasks using the Fargate launch type do not support pidMode 'host'",
      "The platform version must be null when specifying an EC2 launch type",
      "host.sourcePath should not be set for volumes in Fargate.",
    ],
  ],
  [
    "ECS-17",
    "platform",
    ["is missing an attribute required by your task", 'plugin "amazon-ecs-volume-plugin" not found'],
  ],
  ["ECS-18", "host-dns", ["mount.nfs4: Failed to resolve server fs-…: Name or service not known"]],
  [
    "ECS-20",
    "platform",
    [
      "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.",
      "There are no capacity providers in the capacity provider strategy with a weight value greater than zero",
    ],
  ],
  [
    "ECS-21",
    "platform",
    [
      "Container names must be unique within a Task Definition",
      "Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.",
      "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option.",
      "Network Configuration must be provided when networkMode 'awsvpc' is specified",
      "TCP host port '3000' is mapped multiple times in task",
      "Too many containers.",
      "When networkMode=awsvpc, the host ports and container ports in port mappings must match",
      "json-file is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]",
    ],
  ],
  ["ECS-14", undefined, ["An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation"]],
  ["ECS-22", "image", ["Access to KMS is not allowed"]],
  ["ECS-30", undefined, ["(service web) (task …) failed ELB health checks in (target-group …): Request timed out"]],
  ["ECS-31", undefined, ["dial tcp 10.0.1.23:8080: i/o timeout"]],
  ["EFS-01", "mount-target", ["MountTargetConflict: mount target already exists in this AZ"]],
  ["EFS-05", "mount-target", ["Invalid Availability Zone Name provided."]],
  ["EFS-06", "volume", ["creating EFS Access Point … at 'rootDirectory.path' failed to satisfy constraint"]],
  ["EFS-07", "volume", ["mount.nfs4: mounting … failed, reason given by server: No such file or directory"]],
  ["EFS-08", "iam", ["chown: … Operation not permitted"]],
  ["EFS-09 ECS-04 EFS-06", "iam", ["mount.nfs4: access denied by server while mounting"]],
  [
    "EFS-11 DNS-03",
    "network",
    [
      "MountVolume.SetUp failed for volume … rpc error: code = DeadlineExceeded desc = context deadline exceeded",
      "Unable to attach or mount volumes: … timed out waiting for the condition",
    ],
  ],
  ["EFS-11", "network", ["mount.nfs4: Connection timed out", "mount.nfs: Connection timed out"]],
  ["EFS-12", undefined, ["has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed"]],
  ["EFS-14", undefined, ["One or more LifecyclePolicy objects specified are malformed."]],
  ["EFS-15", undefined, ["You have reached the maximum number of throughput mode changes"]],
  ["EFS-17", "iam", ["Permission denied"]],
  [
    "EKS-01",
    "fargate-profile",
    [
      "Subnet … provided in Fargate Profile is not a private subnet",
      "Subnets specified must be in at least two different AZs",
    ],
  ],
  [
    "EKS-02",
    "fargate-profile",
    [
      "Request contains more than 5 Selectors",
      "node(s) had taint {eks.amazonaws.com/compute-type: fargate}, that the pod didn't tolerate",
      "untolerated taint {eks.amazonaws.com/compute-type: fargate}",
    ],
  ],
  ["EKS-03", "fargate-profile", ["Cannot delete Fargate Profile … currently has Fargate profile … in status DELETING"]],
  ["EKS-04", "fargate-profile", ["Misconfigured PodExecutionRole Trust Policy"]],
  ["EKS-05", undefined, ["timeout while waiting for state to become 'ACTIVE, CREATE_FAILED'"]],
  [
    "EKS-06",
    "volume",
    [
      "Pod not supported on Fargate: volumes not supported",
      "driver name efs.csi.aws.com not found in the list of registered CSI drivers",
      "volumes not supported: … is of an unsupported volume Type",
    ],
  ],
  ["EKS-07", "volume", ["MountVolume.SetUp failed for volume"]],
  [
    "EKS-09",
    "fargate-profile",
    [
      "Pod not supported on Fargate: fields not supported: HostNetwork",
      "invalid SecurityContext fields: Privileged",
      "port contains HostIP or HostPort",
    ],
  ],
  ["EKS-14", "volume", ["volume ID 'efs:…' is invalid: Expected a file system ID of the form 'fs-...'"]],
  ["EP-01 EP-03 EP-08", "image", ["CannotPullContainerError: … dial tcp …: i/o timeout"]],
  ["EP-01 EP-03", "image", ["CannotPullContainerError: … net/http: request canceled"]],
  ["EP-01 EP-03 EP-09 EP-12", "image", ["CannotPullContainerError: … request canceled while waiting for connection"]],
  [
    "EP-01 EP-08 EP-05 EP-12 DNS-11 DNS-24",
    "image",
    ["ResourceInitializationError: unable to pull secrets or registry auth"],
  ],
  ["EP-01 DNS-23", "image", ["unable to retrieve ecr registry auth: … RequestError: send request failed"]],
  ["EP-01", "image", ["unable to retrieve secret from asm: … RequestCanceled: request context canceled"]],
  ["EP-04", "image", ["CannotPullContainerError"]],
  ["EP-05", "image", ["Endpoint type (Gateway) does not match available service types"]],
  ["EP-06", undefined, ["private-dns-enabled cannot be set because there is already a conflicting DNS domain for …"]],
  ["EP-07", undefined, ["Found another VPC endpoint subnet in the availability zone"]],
  ["EP-13", undefined, ["ConflictingDomainExists"]],
  ["TF-05", undefined, ["AWS account ID not allowed"]],
  ["TF-11", undefined, ["Error: Cycle", "Self-referential block"]],
  ["TF-13", undefined, ["Error acquiring the state lock"]],
  [
    "VPC-02",
    "vpc-dns",
    ["Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"],
  ],
];

export const knownMessages: readonly KnownMessage[] = byRules.flatMap(([rules, hop, texts]) =>
  texts.map((text) => ({ text, rules: rules.split(" "), hop })),
);
