import type * as z from "zod";

import type { organization } from "./schema/organization";

/** The file as loaded: every default filled in, every short form written out. */
export type Organization = z.output<typeof organization>;

export type { Account } from "./schema/account";
export type { Container, HealthCheck, Mount } from "./schema/container";
export type { Dns, ForwardRule, QueryLog, ResolverTarget } from "./schema/dns";
export type { EcsFargateWorkload, EcsService } from "./schema/ecs-workload";
export type { EksDeployment, EksFargateWorkload, EksMount } from "./schema/eks-workload";
export type { FargateProfile } from "./schema/fargate-profile";
export type { AccessPoint, FileSystem } from "./schema/file-system";
export type { Workload } from "./schema/organization";
export type { AdoptedSharedVpc, NewSharedVpc, SharedNetwork } from "./schema/shared-network";
export type { CloudState, S3State, State } from "./schema/state";
export type { AdoptedWorkloadVpc, NewWorkloadVpc, WorkloadVpc } from "./schema/workload-vpc";
