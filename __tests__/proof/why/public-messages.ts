/** Messages as AWS, Terraform and Kubernetes print them, with ids of our own, and the rule to read first. */
export const publicMessages: readonly (readonly [rule: string, message: string])[] = [
  [
    "DNS-03",
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0123456789abcdef0.efs.us-east-1.amazonaws.com" - check that your file system ID is correct. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail. : unsuccessful EFS utils command execution; code: 1',
  ],
  [
    "DNS-03",
    'Failed to resolve "fs-0123456789abcdef0.efs.ca-central-1.amazonaws.com". The file system mount target ip address cannot be found, please pass mount target ip address via mount options.',
  ],
  ["DNS-03", "stderr: Failed to resolve fs-0123456789abcdef0.efs.us-east-1.amazonaws.com"],
  [
    "DNS-03",
    "Attempting to lookup mount target ip address using botocore. Failed to import necessary dependency botocore, please install botocore first. : unsuccessful EFS utils command execution; code: 1",
  ],
  ["DNS-03", "mount.nfs: Failed to resolve server fs-2ef75f85.efs.us-west-2.amazonaws.com: Name or service not known"],
  [
    "DNS-03",
    "User: arn:aws:sts::222222222222:assumed-role/nodes/i-0abc is not authorized to perform: elasticfilesystem:DescribeMountTargets on the specified resource",
  ],
  [
    "ECS-18",
    "mount.nfs4: Failed to resolve server fs-0123456789abcdef0.efs.us-east-1.amazonaws.com: Name or service not known",
  ],
  [
    "EFS-11",
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection timed out : unsuccessful EFS utils command execution; code: 32",
  ],
  ["EFS-11", "Output: Running scope as unit run-8319.scope. mount.nfs: Connection timed out"],
  [
    "EFS-11",
    'MountVolume.SetUp failed for volume "efs-pv" : rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  ],
  [
    "EFS-11",
    "Unable to attach or mount volumes: unmounted volumes=[persistent-storage], unattached volumes=[persistent-storage default-token-sjfzc]: timed out waiting for the condition",
  ],
  [
    "EFS-09",
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32",
  ],
  [
    "EFS-09",
    'MountVolume.SetUp failed for volume "pvc-7217886a" : rpc error: code = Internal desc = Could not mount "fs-0123456789abcdef0:/" at "/var/lib/kubelet/pods/1/mount": mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t efs -o accesspoint=fsap-0aaa,tls fs-0123456789abcdef0:/\nOutput: Could not start amazon-efs-mount-watchdog, unrecognized init system "aws-efs-csi-dri"\nmount.nfs4: access denied by server while mounting 127.0.0.1:/',
  ],
  [
    "EFS-07",
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: mounting fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com:/grafana failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32",
  ],
  [
    "EFS-06",
    "Error: creating EFS Access Point for File System (fs-0123456789abcdef0): ValidationException: 1 validation error detected: Value '/one/two/three/four/five' at 'rootDirectory.path' failed to satisfy constraint: Member must satisfy regular expression pattern",
  ],
  ["EFS-08", "chown: changing ownership of '/var/lib/data': Operation not permitted"],
  [
    "EFS-01",
    "aws_efs_mount_target.efs-targets.2: MountTargetConflict: mount target already exists in this AZ\n\tstatus code: 409",
  ],
  [
    "EFS-12",
    "╷\n│ Error: Instance cannot be destroyed\n│\n│   on cdk.tf.json line 3, in resource.aws_efs_file_system:\n│\n│ Resource aws_efs_file_system.content has lifecycle.prevent_destroy set, but the\n│ plan calls for this resource to be destroyed. To avoid this error and continue",
  ],
  [
    "EP-01",
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "222222222222.dkr.ecr.us-east-1.amazonaws.com/api:v42": failed to do request: Head "https://222222222222.dkr.ecr.us-east-1.amazonaws.com/v2/api/manifests/v42": dial tcp 10.0.3.17:443: i/o timeout',
  ],
  [
    "EP-01",
    "CannotPullContainerError: Error response from daemon: Get https://222222222222.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
  ],
  [
    "EP-01",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post https://api.ecr.us-east-1.amazonaws.com/: dial tcp 52.46.1.1:443: i/o timeout",
  ],
  [
    "EP-01",
    "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
  ],
  [
    "EP-01",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:222222222222:secret:db from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded",
  ],
  [
    "EP-06",
    "private-dns-enabled cannot be set because there is already a conflicting DNS domain for ecr.us-east-1.amazonaws.com in the VPC vpc-0aaa",
  ],
  ["EP-07", "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of subnet-0aaa"],
  ["EP-05", "InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface])."],
  [
    "ECS-09",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret: AccessDeniedException: User: arn:aws:sts::222222222222:assumed-role/execution/1 is not authorized to perform: secretsmanager:GetSecretValue",
  ],
  [
    "ECS-09",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::222222222222:assumed-role/execution/1 is not authorized to perform: ecr:GetAuthorizationToken on resource: *",
  ],
  [
    "ECS-09",
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log group: AccessDeniedException: User: arn:aws:sts::222222222222:assumed-role/execution/1 is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:eu-central-1:222222222222:log-group:web:log-stream: because no identity-based policy allows the logs:CreateLogGroup action : exit status 1",
  ],
  [
    "ECS-09",
    'CannotPullContainerError: ref pull has been retried 1 time(s): failed to pull and unpack image "222222222222.dkr.ecr.us-east-1.amazonaws.com/myapp:latest": failed to resolve reference: unexpected status code [manifests latest]: 403 Forbidden',
  ],
  [
    "ECS-09",
    "CannotPullContainerError: Error response from daemon: pull access denied for myapp, repository does not exist or may require 'docker login'",
  ],
  [
    "ECS-09",
    "ECS was unable to assume the role 'arn:aws:iam::222222222222:role/execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions",
  ],
  [
    "ECS-10",
    "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. status code: 400, request id: 7463029c",
  ],
  [
    "ECS-10",
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
  ],
  ["ECS-15", "exec /docker-entrypoint.sh: exec format error"],
  ["ECS-15", "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'"],
  [
    "ECS-01",
    "PlatformTaskDefinitionIncompatibilityException: The specified platform does not satisfy the task definition's required capabilities.",
  ],
  ["ECS-05", "ClientException: No Fargate configuration exists for given values."],
  ["ECS-02", "InvalidParameterException: EFS IAM authorization requires TransitEncryption to be enabled"],
  [
    "ECS-03",
    'ClientException: When using an EFS access point, the root directory must either be set to "/" or be omitted.',
  ],
  [
    "ECS-17",
    "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1 is missing an attribute required by your task.",
  ],
  [
    "EKS-02",
    "0/2 nodes are available: 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
  ],
  [
    "EKS-02",
    "0/4 nodes are available: 4 node(s) had taint {eks.amazonaws.com/compute-type: fargate}, that the pod didn't tolerate.",
  ],
  [
    "EKS-09",
    "Pod not supported on Fargate: fields not supported: HostNetwork, invalid SecurityContext fields: Privileged, port contains HostIP or HostPort",
  ],
  ["EKS-06", "Pod not supported on Fargate: volumes not supported: mntdatas3fs is of an unsupported volume Type"],
  [
    "EKS-04",
    "InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal",
  ],
  ["EKS-01", "InvalidParameterException: Subnet subnet-0aaa provided in Fargate Profile is not a private subnet"],
  [
    "DNS-08",
    "InvalidRequestException: Cannot associate rules with same domain name with same VPC. Conflict with resolver rule 'rslvr-rr-0aaa'",
  ],
  ["DNS-20", "UnknownResourceException: Organization o-exampleorgid could not be found."],
  [
    "VPC-02",
    "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-0aaa",
  ],
];
