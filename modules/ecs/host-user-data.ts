import { searchDomain } from "../dns/search-domain";
import common from "./host-common.sh";
import dnsmasq from "./host-dnsmasq.sh";
import hostsFile from "./host-hosts-file.sh";
import vpc from "./host-vpc.sh";
import { userData, withoutDirectives } from "./shell";

/** How a container instance resolves names. */
export type HostResolution = "vpc" | "dnsmasq" | "hosts-file";

/** Says of an instance how it resolves names; `unprepared` where its start failed. */
export const resolveAttribute = "mountpath.resolve";

export interface HostUserDataProps {
  readonly clusterName: string;
  readonly region: string;
  /** `amazonaws.com`, or what the Region's partition has instead. */
  readonly serviceDomain: string;
  readonly resolve: HostResolution;
}

/** Tells an instance with `hosts-file` which file systems it looks up: their ids, parted by blanks. */
export const fileSystemsTag = "mountpath.file-systems";

/**
 * The first thing a container instance runs. The resolver's options bound what a task's mount waits for a cache that
 * drops its questions: a second per name (ECS-18).
 *
 * @returns a Terraform expression
 */
export function hostUserData({ clusterName, region, serviceDomain, resolve }: HostUserDataProps): string {
  const variables: Readonly<Record<HostResolution, Readonly<Record<string, string>>>> = {
    vpc: {},
    dnsmasq: { search_domain: searchDomain(region) },
    "hosts-file": { region, service_domain: serviceDomain },
  };
  return userData({
    variables: { cluster: clusterName, ...variables[resolve] },
    script: [common, { vpc, dnsmasq, "hosts-file": hostsFile }[resolve]].map(withoutDirectives).join("\n\n"),
  });
}
