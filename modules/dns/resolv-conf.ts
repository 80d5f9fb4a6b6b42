import { searchDomain } from "./search-domain";

/**
 * A resolv.conf with a cache on the loopback address first and Amazon's resolver second, so that names resolve before
 * the cache is up and if it can't be reached.
 */
export function cachedResolvConf(region: string): string {
  return ["nameserver 127.0.0.1", "nameserver 169.254.169.253", `search ${searchDomain(region)}`].join("\n");
}
