import { type ContainerProps, type ScratchMount } from "../ecs/container";
import { withoutDirectives } from "../ecs/shell";
import corefile from "./dns-cache.corefile";
import setup from "./dns-cache-setup.sh";
import { cachedResolvConf } from "./resolv-conf";
import useDnsCache from "./use-dns-cache.sh";

/** Names and ports that are reserved in a task with a cache. */
export const dnsCacheContainers = { setup: "dns-cache-setup", cache: "dns-cache" } as const;

const directory = "/dns-cache";

export interface DnsCacheProps {
  readonly region: string;
  /** The CoreDNS image. */
  readonly image: string;
  /** An image with a static busybox at /bin/busybox. */
  readonly shellImage: string;
  /** The maximum time that an answer is cached. */
  readonly cacheSeconds: number;
  /** The containers that use the cache, by name; each must set its entry point. */
  readonly users: readonly string[];
}

/**
 * A task's containers with a DNS cache: CoreDNS on the loopback address that they share, which the containers that use
 * it query first. They start once it is healthy (ECS-11). Their entry point is replaced by a wrapper that rewrites
 * /etc/resolv.conf, which requires root and a writable root file system (ECS-13). CoreDNS's image has no shell, so a
 * busybox container runs first and writes Corefile, resolv.conf, the wrapper and its own binary to a directory of the
 * task. CoreDNS can then have a health check, and applications can be wrapped, whatever their images contain.
 */
export function withDnsCache(containers: readonly ContainerProps[], props: DnsCacheProps): ContainerProps[] {
  const { setup: setupName, cache: cacheName } = dnsCacheContainers;
  const wrapped = containers.map((container) => (props.users.includes(container.name) ? wrap(container) : container));
  return [
    ...wrapped,
    {
      ...bare,
      name: setupName,
      image: props.shellImage,
      user: "0",
      entryPoint: ["/bin/busybox", "sh", "-c", withoutDirectives(setup), setupName],
      command: [directory, "/bin/busybox"],
      environment: {
        COREFILE: corefile.trimEnd(),
        RESOLV_CONF: cachedResolvConf(props.region),
        USE_DNS_CACHE: withoutDirectives(useDnsCache),
      },
      scratchMounts: [{ ...shared, readOnly: false }],
    },
    {
      ...bare,
      name: cacheName,
      image: props.image,
      entryPoint: ["/coredns"],
      command: ["-conf", `${directory}/Corefile`],
      environment: { DNS_CACHE_SECONDS: String(props.cacheSeconds) },
      scratchMounts: [shared],
      dependsOn: { [setupName]: "SUCCESS" },
      healthCheck: {
        command: [
          "CMD",
          ...[`${directory}/busybox`, "wget", "-q", "-T", "2", "-O", "/dev/null", "http://127.0.0.1:18053/health"],
        ],
        intervalSeconds: 5,
        timeoutSeconds: 3,
        retries: 3,
        startPeriodSeconds: 10,
      },
    },
  ];
}

const shared: ScratchMount = { volumeName: "dns-cache", containerPath: directory, readOnly: true };

/** Not essential: without its cache a task still resolves names with the second name server. */
const bare = { essential: false, environment: {}, secrets: {}, ports: [], mountPoints: [] };

function wrap(container: ContainerProps): ContainerProps {
  const { entryPoint, scratchMounts = [], dependsOn } = container;
  if (!entryPoint)
    throw new Error(
      `'entryPoint' of container '${container.name}' should be set, since the cache's wrapper replaces it`,
    );
  const wrapper = [`${directory}/busybox`, "sh", `${directory}/use-dns-cache`];
  return {
    ...container,
    entryPoint: [...wrapper, `${directory}/resolv.conf`, "/etc/resolv.conf", ...entryPoint],
    scratchMounts: [...scratchMounts, shared],
    dependsOn: { ...dependsOn, [dnsCacheContainers.cache]: "HEALTHY" },
  };
}
