import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { Construct } from "constructs";

import { type EcsService, type EcsTask, type EcsWorkload, type Mount, type Organization } from "../config/organization";
import { type ICluster } from "../modules/ecs/cluster";
import { type ContainerProps } from "../modules/ecs/container";
import { type LoadBalancer } from "../modules/ecs/load-balancer";
import { ScheduledTask } from "../modules/ecs/scheduled-task";
import { seedStatements } from "../modules/ecs/seed";
import { SeedInstance } from "../modules/ecs/seed-instance";
import { Service, type ServiceProps } from "../modules/ecs/service";
import { ServiceAlarm } from "../modules/ecs/service-alarm";
import { type Task, type TaskProps } from "../modules/ecs/task";
import { partitionOf, type PolicyStatement } from "../modules/iam-policy";
import { mapValues } from "../modules/map-values";
import { cachedRepositories } from "./cached-repositories";
import { isDualStack } from "./dual-stack";
import { EcsCapacity } from "./ecs-capacity";
import { admitClients } from "./ecs-clients";
import { ecsCluster } from "./ecs-cluster";
import { connectServices, openEgress } from "./ecs-connections";
import { EcsContainers, seedSource } from "./ecs-containers";
import { ecsListenerRule, ecsLoadBalancer } from "./ecs-load-balancer";
import { renameClients } from "./former-clients";
import { renamed } from "./formerly";
import { mountableZones } from "./mountable-zones";
import { MountpathStack } from "./stack";
import { StackOutputs } from "./stack-outputs";
import { type VpcStack } from "./vpc";

/** An ECS cluster with its services and tasks, in one workload VPC. */
export class EcsStack extends MountpathStack<"ecs"> {
  private readonly vpc: StackOutputs<"vpc">;
  private readonly cluster: ICluster;
  private readonly containers: EcsContainers;
  private readonly capacity: EcsCapacity;
  private readonly zoneProviders = new Map<string, AwsProvider>();
  private readonly others = new Map<string, StackOutputs<"ecs">>();
  /** The prefix of names in AWS. */
  private readonly awsName: string;

  /**
   * @param workloadName the workload's name in the file; the stack is `ecs-<name>`
   * @param callees the stacks of other workloads in the VPC that it connects to, by workload. @default none
   */
  constructor(
    scope: Construct,
    private readonly organization: Organization,
    private readonly workloadName: string,
    private readonly workload: EcsWorkload,
    vpcStack: VpcStack,
    callees: ReadonlyMap<string, EcsStack> = new Map(),
  ) {
    super(scope, `ecs-${workloadName}`, "ecs", {
      ...vpcStack.settings,
      tags: { ...organization.defaultTags, ...workload.tags },
    });
    this.vpc = new StackOutputs(this, vpcStack);
    // AWS can't rename what is created.
    this.awsName = `${organization.name}-${workload.formerly ?? workloadName}`;
    this.cluster = ecsCluster(this, { organization, workloadName, workload, name: this.awsName });
    this.containers = new EcsContainers(this, organization, workload.vpc, this.vpc);
    this.capacity = new EcsCapacity(this, "Capacity", {
      workload,
      cluster: this.cluster,
      region: organization.region,
      vpc: this.vpc,
      tags: this.resourceTags,
      zones: mountableZones(organization, workload.vpc, []),
    });
    const namespaceId = this.namespace();
    const serviceScope = new Construct(this, "Services");
    const services = mapValues(workload.services, (service, name) =>
      this.service(serviceScope, name, service, namespaceId),
    );
    const taskScope = new Construct(this, "Tasks");
    const tasks = mapValues(workload.tasks, (task, name) => this.task(taskScope, name, task));
    const callers = { ...services, ...tasks };
    admitClients(workload.services, services, callers);
    connectServices({
      organization,
      workload: workloadName,
      services,
      callers,
      outputsOf: (name) => this.outputsOf(name, callees),
    });
    renameClients(this, organization, workload);
    const definitions: Record<string, Task> = {
      ...mapValues(services, ({ task }) => task),
      ...mapValues(tasks, ({ task }) => task),
    };

    const balanced = <T>(pick: (balancer: LoadBalancer) => T): Record<string, T> =>
      Object.fromEntries(
        Object.entries(services).flatMap(([name, { loadBalancer }]) =>
          loadBalancer ? [[name, pick(loadBalancer)]] : [],
        ),
      );

    this.fulfil({
      cluster_arn: this.cluster.clusterArn,
      cluster_name: this.cluster.name,
      service_arns: mapValues(services, (service) => service.serviceArn),
      task_definition_arns: mapValues(definitions, (task) => task.taskDefinitionArn),
      task_role_arns: mapValues(definitions, (task) => task.taskRole.roleArn),
      execution_role_arns: mapValues(definitions, (task) => task.executionRoleArn),
      log_group_names: mapValues(definitions, (task) => task.logGroupName),
      task_security_group_ids: mapValues(callers, ({ securityGroupId }) => securityGroupId),
      load_balancer_arns: balanced(({ loadBalancerArn }) => loadBalancerArn),
      load_balancer_dns_names: balanced(({ dnsName }) => dnsName),
      load_balancer_zone_ids: balanced(({ zoneId }) => zoneId),
      load_balancer_security_group_ids: balanced(({ securityGroupId }) => securityGroupId),
      listener_arns: Object.fromEntries(
        Object.entries(balanced(({ listenerArns }) => listenerArns)).flatMap(([name, arns]) =>
          Object.entries(arns).map(([protocol, arn]) => [`${name}/${protocol}`, arn]),
        ),
      ),
      target_group_arns: Object.fromEntries(
        Object.entries(services).flatMap(([name, { targetGroupArn }]) =>
          targetGroupArn === undefined ? [] : [[name, targetGroupArn]],
        ),
      ),
    });
  }

  private service(scope: Construct, name: string, service: EcsService, namespaceId: string | undefined): Service {
    const serviceName = service.formerly ?? name;
    const placed = this.placed(serviceName, service);
    const made = new Service(scope, name, {
      ...placed,
      serviceName,
      clusterName: this.cluster.name,
      desiredCount: service.desiredCount,
      deployment: service.deployment,
      loadBalancer: service.loadBalancer && this.loadBalancer(service, service.loadBalancer),
      listenerRule: service.listenerRule && ecsListenerRule(service, service.listenerRule),
      scaling: service.scaling,
      namespaceId: service.discovery ? namespaceId : undefined,
    });
    renamed(made, service.formerly);
    this.seedByInstance(made, placed.family, service);
    openEgress(this.organization, this.workloadName, name, made, service);
    const { alarms } = this.workload;
    if (alarms) {
      new ServiceAlarm(made, "Alarm", {
        name: placed.family,
        clusterName: this.cluster.name,
        serviceName,
        minutes: alarms.belowDesiredMinutes,
        mayBeEmpty: mayBeEmpty(service),
        topicArn: alarms.topic,
      });
    }
    return made;
  }

  private task(scope: Construct, name: string, task: EcsTask): ScheduledTask {
    const placed = this.placed(name, task);
    const made = new ScheduledTask(scope, name, { ...placed, schedule: task.schedule, count: task.count });
    this.seedByInstance(made, placed.family, task);
    openEgress(this.organization, this.workloadName, name, made, task);
    return made;
  }

  /** The outputs of another workload's stack, read once however many connections need them. */
  private outputsOf(workload: string, callees: ReadonlyMap<string, EcsStack>): StackOutputs<"ecs"> {
    const known = this.others.get(workload);
    if (known) return known;
    const stack = callees.get(workload);
    if (!stack) throw new Error(`there is no stack of workload '${workload}' to connect to`);
    const outputs = new StackOutputs<"ecs">(this, stack);
    this.others.set(workload, outputs);
    return outputs;
  }

  /** Settings that services and tasks share: the task definition and its capacity. */
  private placed(name: string, task: EcsService | EcsTask) {
    const fileSystems = [...new Set(mountsOf(task).map((mount) => mount.fileSystem))];
    const zones = mountableZones(this.organization, this.workload.vpc, fileSystems);
    const containers = this.containers.of(task);
    return {
      family: `${this.awsName}-${name}`,
      region: this.organization.region,
      accountId: this.settings.account.id,
      clusterArn: this.cluster.clusterArn,
      cpu: task.cpu,
      memory: task.memory,
      cpuArchitecture: task.cpuArchitecture === "arm64" ? "ARM64" : "X86_64",
      ephemeralStorageGiB: task.ephemeralStorageGiB,
      logRetentionDays: task.logRetentionDays,
      logKeyArn: task.logKmsKeyId,
      secretsKeyArns: task.secretsKmsKeyIds,
      logRouting: this.containers.logRouting(task),
      exec: task.exec,
      execAudit: this.cluster.execAudit,
      policyArns: task.policies,
      statements: { seed: this.seedStatements(task), own: task.permissions.map(statement) },
      executionStatements: task.executionPermissions.map(statement),
      cachedRepositoryArns: this.cachedRepositories(containers),
      containers,
      capacity: this.capacity.of(task),
      vpcId: this.vpc.get("vpc_id"),
      ipv6: isDualStack(this.organization, this.workload.vpc),
      subnetIds: zones.map((zone) =>
        this.vpc.get(task.assignPublicIp ? "public_subnet_ids" : "private_subnet_ids", zone),
      ),
      assignPublicIp: task.assignPublicIp,
      clientSecurityGroupIds: fileSystems.map((key) => this.vpc.get("efs_client_security_group_ids", key)),
    } satisfies Omit<TaskProps, "compute"> & Partial<ServiceProps>;
  }

  private cachedRepositories(containers: readonly ContainerProps[]): string[] {
    const account = this.organization.workloadVpcs[this.workload.vpc]?.account ?? "";
    return cachedRepositories(
      this.organization,
      account,
      containers.map(({ image }) => image),
    );
  }

  private loadBalancer(service: EcsService, settings: NonNullable<EcsService["loadBalancer"]>) {
    return ecsLoadBalancer(this.organization, this.workload.vpc, this.vpc, service, settings, (role) =>
      this.zoneProvider(role),
    );
  }

  /** The provider that changes zones of another account, one for each role. */
  private zoneProvider(roleArn: string): AwsProvider {
    const known = this.zoneProviders.get(roleArn);
    const id = `ZoneProvider${this.zoneProviders.size}`;
    const provider = known ?? this.roleProvider(id, roleArn, aliasOf(roleArn));
    this.zoneProviders.set(roleArn, provider);
    return provider;
  }

  private namespace(): string | undefined {
    const { namespace } = this.workload;
    if (namespace === undefined) return undefined;
    return new ServiceDiscoveryPrivateDnsNamespace(this, "Namespace", { name: namespace, vpc: this.vpc.get("vpc_id") })
      .id;
  }

  private seedStatements(task: EcsService | EcsTask): PolicyStatement[] {
    const partition = partitionOf(this.organization.region);
    return mountsOf(task).flatMap(({ seed }) =>
      seed && !("by" in seed && seed.by === "instance") ? seedStatements(seedSource(seed), partition) : [],
    );
  }

  /** An instance for each mount that an instance seeds. */
  private seedByInstance(scope: Construct, family: string, task: EcsService | EcsTask): void {
    for (const mount of mountsOf(task)) {
      const { seed, fileSystem } = mount;
      if (!seed || !("by" in seed) || seed.by !== "instance") continue;
      const volume = this.containers.volume(mount);
      const source = seedSource(seed);
      const [zone] = mountableZones(this.organization, this.workload.vpc, [fileSystem]);
      if (!volume.accessPoint || source.kind === "copy" || zone === undefined) {
        throw new Error(`file system '${fileSystem}' can't be seeded by an instance`);
      }
      new SeedInstance(scope, `seed-${volume.name}`, {
        name: `${family}-seed-${volume.name}`,
        tags: this.resourceTags,
        region: this.organization.region,
        volume: { ...volume, accessPoint: volume.accessPoint },
        source,
        vpcId: this.vpc.get("vpc_id"),
        subnetId: this.vpc.get("private_subnet_ids", zone),
        clientSecurityGroupId: this.vpc.get("efs_client_security_group_ids", fileSystem),
      });
    }
  }
}

/** The same for a role whatever else the file has, since Terraform's state names the provider. */
function aliasOf(roleArn: string): string {
  const [, , , , account, ...role] = roleArn.split(":");
  return `zone-${account}-${role
    .join("-")
    .replace(/^role\//, "")
    .replace(/[^A-Za-z0-9_-]/g, "_")}`;
}

function statement({ actions, resources }: EcsTask["permissions"][number]): PolicyStatement {
  return { Effect: "Allow", Action: actions, Resource: resources };
}

/** Whether the desired count of the service can be zero. */
function mayBeEmpty({ desiredCount, scaling }: EcsService): boolean {
  if (!scaling) return desiredCount === 0;
  const schedules = Object.values(scaling.schedules);
  return scaling.min === 0 || schedules.some(({ min, max }) => min === 0 || max === 0);
}

function mountsOf(task: EcsService | EcsTask): Mount[] {
  return Object.values(task.containers).flatMap((container) => Object.values(container.mounts));
}
