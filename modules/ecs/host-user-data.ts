import { amazonResolver, cachedResolvConf } from "../dns/resolv-conf";
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
  /** For `hosts-file`: the file systems whose mount targets it writes. */
  readonly fileSystemIds: readonly string[];
}

/**
 * The first thing a container instance runs. The resolver's options bound what a task's mount waits for a cache that
 * does not listen in its namespace: a second per name (ECS-18).
 *
 * @returns a Terraform expression
 */
export function hostUserData(props: HostUserDataProps): string {
  const { clusterName, region, resolve, fileSystemIds, serviceDomain } = props;
  const variables: Readonly<Record<HostResolution, Readonly<Record<string, string>>>> = {
    vpc: {},
    dnsmasq: {
      amazon_resolver: amazonResolver,
      resolv_conf: cachedResolvConf(region, ["timeout:1", "attempts:5"]),
    },
    "hosts-file": { region, service_domain: serviceDomain },
  };
  return userData({
    variables: { cluster: clusterName, ...variables[resolve] },
    references: resolve === "hosts-file" ? { file_systems: fileSystemIds } : {},
    script: [common, { vpc, dnsmasq, "hosts-file": hostsFile }[resolve]].map(withoutDirectives).join("\n\n"),
  });
}
