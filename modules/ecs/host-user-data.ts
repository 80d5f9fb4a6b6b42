import { searchDomain } from "../dns/search-domain";
import common from "./host-common.sh";
import dnsmasq from "./host-dnsmasq.sh";
import hostsFile from "./host-hosts-file.sh";
import vpc from "./host-vpc.sh";
import { userData, withoutDirectives } from "./shell";

/** How a container instance resolves names. */
export type HostResolution = "vpc" | "dnsmasq" | "hosts-file";

/** The attribute of an instance that states how it resolves names; `unprepared` if its setup failed. */
export const resolveAttribute = "mountpath.resolve";

export interface HostUserDataProps {
  readonly clusterName: string;
  readonly region: string;
  /** `amazonaws.com`, or the equivalent of the Region's partition. */
  readonly serviceDomain: string;
  readonly resolve: HostResolution;
}

/** The tag that lists the file systems that an instance with `hosts-file` looks up: their ids, separated by spaces. */
export const fileSystemsTag = "mountpath.file-systems";

/**
 * The script that a container instance runs first. The resolver options limit how long a task's mount waits for a cache
 * that drops its queries: one second per name (ECS-18).
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
