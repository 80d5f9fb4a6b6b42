import type * as z from "zod";

import type { organization } from "./schema/organization";

/** The file as loaded: with every default filled in and every short form expanded. */
export type Organization = z.output<typeof organization>;

export type { Account } from "./schema/account";
export type { FileSystemAlarms, ServiceAlarms } from "./schema/alarms";
export type { Container } from "./schema/container";
export type { Dns, ForwardRule, QueryLog, ResolverTarget } from "./schema/dns";
export type { DnsCache } from "./schema/dns-cache";
export type { EcsService } from "./schema/ecs-service";
export type { EcsTask } from "./schema/ecs-task";
export type { EcsEc2Workload, EcsFargateWorkload, EcsWorkload } from "./schema/ecs-workload";
export type { EksDeployment, EksFargateWorkload, EksMount } from "./schema/eks-workload";
export type { FargateProfile } from "./schema/fargate-profile";
export type { AccessPoint, ExistingFileSystem, FileSystem, NewFileSystem } from "./schema/file-system";
export type { FileSystemStatement } from "./schema/file-system-policy";
export type { HealthCheck } from "./schema/health-check";
export type { Instances } from "./schema/instances";
export type { ListenerRule } from "./schema/listener-rule";
export type { LoadBalancer } from "./schema/load-balancer";
export type { LogRouter } from "./schema/log-router";
export type { Mount } from "./schema/mount";
export type { Workload } from "./schema/organization";
export type { PrivateZone } from "./schema/private-zones";
export type { Replication } from "./schema/replication";
export type { RetiredStack } from "./schema/retired";
export type { Scaling } from "./schema/scaling";
export type { Seed } from "./schema/seed";
export type { AdoptedSharedVpc, NewSharedVpc, SharedNetwork } from "./schema/shared-network";
export type { CloudState, S3State, State } from "./schema/state";
export type { AdoptedWorkloadVpc, NewWorkloadVpc, WorkloadVpc } from "./schema/workload-vpc";
