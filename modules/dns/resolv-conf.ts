import { searchDomain } from "./search-domain";

/** Amazon's resolver, at the same address in every VPC; subject to no security group. */
export const amazonResolver = "169.254.169.253";

/**
 * A resolv.conf that asks a cache on the loopback address first and Amazon's resolver second, so that names resolve
 * where the cache can't be reached: before it is up, and in a network namespace that is not its own (ECS-18).
 *
 * @param options such as `timeout:1`. @default the resolver's own
 */
export function cachedResolvConf(region: string, options: readonly string[] = []): string {
  return [
    "nameserver 127.0.0.1",
    `nameserver ${amazonResolver}`,
    `search ${searchDomain(region)}`,
    ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
  ].join("\n");
}
