import { type Construct } from "constructs";

import { serviceDomainOf } from "../config/aws";
import { type EcsService, type EcsTask, type Mount, type Organization } from "../config/organization";
import { dnsCacheImages } from "../config/schema/dns-cache";
import { withDnsCache } from "../modules/dns/dns-cache";
import { type ContainerProps, type EfsVolume } from "../modules/ecs/container";
import { ImageTag } from "../modules/ecs/image-tag";
import { type LogRouting } from "../modules/ecs/log";
import { seedContainer, type SeedSource } from "../modules/ecs/seed";
import { type StackOutputs } from "./stack-outputs";

/** The name of the FireLens log router container. */
const logRouterName = "log-router";

/** The containers of a task: those of the file, plus containers for seeds, log router and DNS cache. */
export class EcsContainers {
  private readonly imageTags = new Map<string, ImageTag>();

  /** @param vpcName the workload VPC's name in the file @param vpc the outputs of the VPC's stack */
  constructor(
    private readonly scope: Construct,
    private readonly organization: Organization,
    private readonly vpcName: string,
    private readonly vpc: StackOutputs<"vpc">,
  ) {}

  of(task: EcsTask | EcsService): ContainerProps[] {
    const own = Object.entries(task.containers).flatMap(([name, container]) => {
      const { mounts, imageTagParameter, ...rest } = container;
      const mountPoints = Object.entries(mounts).map(([containerPath, mount]) => ({
        containerPath,
        readOnly: mount.readOnly,
        volume: this.volume(mount),
      }));
      const seeds = this.seeds(name, container);
      const seeded = Object.fromEntries(seeds.map((seed) => [seed.name, "SUCCESS" as const]));
      const imageSuffix = this.imageSuffix(imageTagParameter);
      return [...seeds, { ...rest, imageSuffix, name, mountPoints, dependsOn: { ...rest.dependsOn, ...seeded } }];
    });
    const containers = task.logRouter ? [...own, logRouter(task.logRouter.image)] : own;
    return task.dnsCache ? this.cached(containers, task, task.dnsCache) : containers;
  }

  /** The settings of the log router, if there is one. */
  logRouting({ logRouter: router }: EcsTask | EcsService): LogRouting | undefined {
    return router && { options: router.options, secretOptions: router.secretOptions };
  }

  volume(mount: Mount): EfsVolume {
    const { fileSystem, accessPoint, rootDirectory } = mount;
    const key = `${fileSystem}/${accessPoint}`;
    return {
      name: volumeName(this.formerMount(mount)),
      fileSystemId: this.vpc.get("file_system_ids", fileSystem),
      fileSystemArn: this.vpc.get("file_system_arns", fileSystem),
      rootDirectory,
      accessPoint: accessPoint
        ? { id: this.vpc.get("access_point_ids", key), arn: this.vpc.get("access_point_arns", key) }
        : undefined,
    };
  }

  private seeds(
    name: string,
    { image, imageTagParameter, mounts, repositoryCredentials }: EcsTask["containers"][string],
  ): ContainerProps[] {
    return Object.entries(mounts).flatMap(([containerPath, mount]) => {
      const { seed } = mount;
      if (!seed || ("by" in seed && seed.by === "instance")) return [];
      const container = seedContainer({
        name: `${name}-seed-${volumeName(this.formerMount(mount))}`,
        image: seed.image ?? image,
        user: this.userOf(mount),
        mountPoint: { containerPath, readOnly: false, volume: this.volume(mount) },
        source: seedSource(seed),
      });
      return seed.image === undefined
        ? [{ ...container, imageSuffix: this.imageSuffix(imageTagParameter), repositoryCredentials }]
        : [container];
    });
  }

  /** The tag or digest in a parameter, which is read once however many containers name it. */
  private imageSuffix(parameterName: string | undefined): string | undefined {
    if (parameterName === undefined) return undefined;
    const id = parameterName.replace(/^\//, "").replaceAll("/", "_");
    const tag = this.imageTags.get(parameterName) ?? new ImageTag(this.scope, `image-tag_${id}`, parameterName);
    this.imageTags.set(parameterName, tag);
    return tag.suffix;
  }

  /** The mount by the names at its creation: another volume name would replace every task. */
  private formerMount(mount: Mount): Mount {
    const fileSystem = this.organization.workloadVpcs[this.vpcName]?.fileSystems[mount.fileSystem];
    const accessPoint = fileSystem?.accessPoints[mount.accessPoint ?? ""];
    return {
      ...mount,
      fileSystem: fileSystem?.formerly ?? mount.fileSystem,
      accessPoint: accessPoint?.formerly ?? mount.accessPoint,
    };
  }

  /** The access point's user and group. */
  private userOf({ fileSystem, accessPoint }: Mount): string {
    const point =
      this.organization.workloadVpcs[this.vpcName]?.fileSystems[fileSystem]?.accessPoints[accessPoint ?? ""];
    if (!point) throw new Error(`'accessPoint' should be set, since file system '${fileSystem}' is seeded`);
    return `${point.uid}:${point.gid}`;
  }

  private cached(
    containers: readonly ContainerProps[],
    task: EcsTask | EcsService,
    { image, shellImage, cacheSeconds }: NonNullable<EcsTask["dnsCache"]>,
  ): ContainerProps[] {
    const users = Object.entries(task.containers).filter(([, { useDnsCache }]) => useDnsCache);
    return withDnsCache(containers, {
      region: this.organization.region,
      image: image ?? this.mirrored(dnsCacheImages.image),
      shellImage: shellImage ?? this.mirrored(dnsCacheImages.shellImage),
      cacheSeconds,
      users: users.map(([name]) => name),
    });
  }

  /** An image in the private ECR registry of the VPC's account. */
  private mirrored(image: string): string {
    return `${registryOf(this.organization, this.vpcName)}/${image}`;
  }
}

/** The private ECR registry of the account that owns a VPC. */
export function registryOf({ region, accounts, workloadVpcs }: Organization, vpcName: string): string {
  const account = accounts[workloadVpcs[vpcName]?.account ?? ""];
  if (!account) throw new Error(`the file has no account for workload VPC '${vpcName}'`);
  return `${account.id}.dkr.ecr.${region}.${serviceDomainOf(region)}`;
}

export function seedSource(seed: NonNullable<Mount["seed"]>): SeedSource {
  if ("files" in seed) return { kind: "files", files: seed.files };
  if ("copy" in seed) return { kind: "copy", directory: seed.copy };
  const { host: bucket, pathname } = new URL(seed.s3);
  return { kind: "s3", bucket, prefix: decodeURIComponent(pathname.slice(1)), kmsKeyArn: seed.kmsKeyId };
}

/** A volume name contains letters, digits, hyphens and underscores; names in the file contain no underscore. */
function volumeName({ fileSystem, accessPoint, rootDirectory }: Mount): string {
  if (accessPoint) return `${fileSystem}_${accessPoint}`;
  return `${fileSystem}${(rootDirectory ?? "").replace(/_/g, "__").replace(/[^A-Za-z0-9_-]/g, "_")}`;
}

/** Runs as root. It is essential, since the other containers' logs are lost without it. */
function logRouter(image: string): ContainerProps {
  return {
    name: logRouterName,
    image,
    essential: true,
    user: "0",
    environment: {},
    secrets: {},
    ports: [],
    mountPoints: [],
    isLogRouter: true,
  };
}
