import { type ContainerProps, type ScratchMount } from "../ecs/container";
import { withoutDirectives } from "../ecs/shell";
import corefile from "./dns-cache.corefile";
import setup from "./dns-cache-setup.sh";
import { cachedResolvConf } from "./resolv-conf";
import useDnsCache from "./use-dns-cache.sh";

/** Names and ports that a task with a cache has no others of. */
export const dnsCacheContainers = { setup: "dns-cache-setup", cache: "dns-cache" } as const;

const directory = "/dns-cache";

export interface DnsCacheProps {
  readonly region: string;
  /** CoreDNS. */
  readonly image: string;
  /** Has a static busybox at /bin/busybox. */
  readonly shellImage: string;
  /** An answer is kept no longer. */
  readonly cacheSeconds: number;
  /** The containers that are to use it, by name; each gives its entry point. */
  readonly users: readonly string[];
}

/**
 * A task's containers with a DNS cache: CoreDNS on the loopback address that they share, asked first by the containers
 * that use it. They start once it is healthy (ECS-11); their entry point is wrapped by one that rewrites
 * /etc/resolv.conf, which takes root and a writable root file system (ECS-13).
 *
 * CoreDNS's image has no shell. So a container of busybox goes first, which leaves Corefile, resolv.conf, wrapper and
 * itself in a directory of the task: CoreDNS is health-checked, and applications are wrapped, whatever their images.
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

/** Not essential: without its cache a task still resolves, by the second name server. */
const bare = { essential: false, environment: {}, secrets: {}, ports: [], mountPoints: [] };

function wrap(container: ContainerProps): ContainerProps {
  const { entryPoint, scratchMounts = [], dependsOn } = container;
  if (!entryPoint) throw new Error(`'entryPoint' of container '${container.name}' should be given, to be restored`);
  const wrapper = [`${directory}/busybox`, "sh", `${directory}/use-dns-cache`];
  return {
    ...container,
    entryPoint: [...wrapper, `${directory}/resolv.conf`, "/etc/resolv.conf", ...entryPoint],
    scratchMounts: [...scratchMounts, shared],
    dependsOn: { ...dependsOn, [dnsCacheContainers.cache]: "HEALTHY" },
  };
}
