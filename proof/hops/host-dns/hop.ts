/** Container instances only: tasks use the resolv.conf of the host in their own network namespace (ECS-18). */
import { answerIn } from "../../aws/dns/resolvers";
import { vpcDnsOf } from "../../aws/dns/vpc-dns";
import { type InstanceGroup, instanceGroupsOf } from "../../aws/ecs/container-instance";
import { plainUserData } from "../../aws/ecs/launch-template";
import { isInZoneOf, mountTargetsOf } from "../../aws/efs/mount-target";
import { isOwnResolver } from "../../dns/addresses";
import { type Facts } from "../../facts";
import { isNull, literal, type Resource } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { type Host } from "../../user-data/host";
import { hostsAddress, isLoopback, nameServers } from "../../user-data/host-files";
import { dhcpAddress, hole } from "../../user-data/host-state";
import { type MountPath } from "../../workloads/mount-path";
import { efsNames } from "../../workloads/mounted-name";
import { isOnHostNetwork } from "../../workloads/network-mode";
import { subnetOfPath, vpcOfPath } from "../../workloads/path-place";
import { type Hop } from "../hop";

/** This address reaches the resolver of the client's VPC. */
const vpcResolver = "169.254.169.253";

export const hostDns: Hop<"host-dns"> = {
  name: "host-dns",
  evaluate(path: MountPath, facts: Facts) {
    const { workload } = path;
    if (workload.kind !== "ecs" || workload.compute === "fargate" || workload.compute === "external") return undefined;
    if (typeof workload.compute === "object") {
      const resolveBy = `launch_type of ${workload.address}, or the cluster's default strategy`;
      return unknown("ECS-18", workload.address, "not known whether it runs on container instances", resolveBy);
    }
    const { groups, others } = instanceGroupsOf(facts, workload);
    const onHost = isOnHostNetwork(facts, workload);
    const answers = groups.map((group) => ofGroup(facts, path, group, onHost));
    if (others) {
      const resolveBy = `add the plan or state that contains ${others.expression} as another input`;
      answers.push(
        unknown("ECS-18", workload.address, "not known how its container instances resolve names", resolveBy),
      );
    }
    // Another hop checks whether any instance can run the task.
    return worst(answers) ?? passes("ECS-18", workload.address, "no container instance sets name servers of its own");
  },
};

/** A failing instance that placement constraints may exclude makes the hop unknown, not failing. */
function ofGroup(facts: Facts, path: MountPath, group: InstanceGroup, onHost: boolean): HopAnswer {
  const answer = judge(facts, path, group, onHost);
  if (group.fits === "yes" || answer.verdict !== "fails") return answer;
  const resolveBy = `whether the placement constraints of ${path.workload.address} allow instances of ${group.holder.address}`;
  return unknown(answer.rule, answer.resource, answer.detail, resolveBy);
}

function judge(facts: Facts, path: MountPath, group: InstanceGroup, onHost: boolean): HopAnswer {
  const { resource, host } = group;
  const name = resource.address;
  if (host === undefined) return passes("ECS-18", name, "resolv.conf keeps the name servers from DHCP");
  if ("kind" in host) {
    const detail = `its user data is not known: ${host.expression}`;
    return unknown("ECS-18", name, detail, `the user data of ${name}, which the deployed state shows`);
  }
  const [doubt] = host.doubts;
  if (doubt !== undefined) {
    const detail = `its user data may change how names are resolved: ${doubt}`;
    return unknown("ECS-18", name, detail, "the contents of /etc/resolv.conf and /etc/hosts on the host");
  }
  return byHostsFile(facts, path, name, host) ?? byServers(facts, path, resource, host, onHost);
}

/** /etc/hosts takes precedence over name servers (nsswitch.conf of Amazon Linux). */
function byHostsFile(facts: Facts, path: MountPath, name: string, host: Host): HopAnswer | undefined {
  const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
  const names = vpc === undefined ? [] : efsNames(facts, path, vpc);
  for (const one of names) {
    const address = hostsAddress(host.hosts.text, one);
    if (address === undefined || address === hole) continue;
    const { certain, possible, others } = mountTargetsOf(facts, path.fileSystem);
    const subnet = subnetOfPath(facts, path);
    const addresses = certain.map((target) => facts.graph.text(target.resource.get("ip_address")));
    const found = certain[addresses.indexOf(address)];
    if (found && isInZoneOf(facts, found, subnet) === "yes") {
      return passes("ECS-18", name, `/etc/hosts names ${one} as ${address}, the address of ${found.resource.address}`);
    }
    const isKnown = !found && !others && possible.length === 0 && !addresses.includes(undefined);
    const detail = `/etc/hosts names ${one} as ${address}`;
    if (isKnown) return fails("ECS-18", name, `${detail}, which is not the address of a mount target`);
    const resolveBy = `whether ${address} is the mount target of ${path.names.fileSystem} in ${path.names.availabilityZone}`;
    return unknown("ECS-18", name, detail, resolveBy);
  }
  return undefined;
}

/**
 * The mount helper queries the servers in order. In the task's network namespace nothing listens on loopback addresses,
 * so they are skipped; the first server that answers decides.
 */
function byServers(facts: Facts, path: MountPath, resource: Resource, host: Host, onHost: boolean): HopAnswer {
  const name = resource.address;
  const servers = nameServers(host.resolvConf.text);
  const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
  for (const [at, server] of servers.entries()) {
    if (server === hole) {
      const why = host.resolvConf.reason ?? "a name server is not known";
      return unknown(
        "ECS-18",
        name,
        `not known which name servers its hosts ask: ${why}`,
        "the contents of /etc/resolv.conf on the host",
      );
    }
    if (server === dhcpAddress) {
      return passes(
        "ECS-18",
        name,
        at === 0 ? "resolv.conf keeps the name servers from DHCP" : "resolv.conf also names the name servers from DHCP",
      );
    }
    if (isLoopback(server)) {
      if (!onHost) continue;
      const detail = `resolv.conf names ${server}, where a program on the host answers`;
      return unknown("ECS-18", name, detail, `which servers the program at ${server} forwards to`);
    }
    if (vpc === undefined) {
      return unknown("ECS-18", name, `resolv.conf names ${server}`, `whether ${server} answers names of AWS`);
    }
    const names = at === 0 ? "names" : "also names";
    if (isOwnResolver(server, vpc)) return passes("ECS-18", name, `resolv.conf ${names} ${server}`);
    const [efs] = efsNames(facts, path, vpc);
    const {
      verdict,
      detail,
      resolveBy = `whether ${server} answers ${efs}`,
    } = answerIn(facts, vpc.askedOf(server), efs);
    if (verdict === "yes") return passes("ECS-18", name, `resolv.conf ${names} ${server}`);
    const asked = `its hosts ask ${server}, which bypasses the VPC's resolver`;
    if (verdict === "unknown") return unknown("ECS-18", name, `${asked}: ${detail}`, resolveBy);
    return fails(
      "ECS-18",
      name,
      `${asked}: ${server} is outside AWS and does not know ${efs}`,
      secondNameserver(resource, facts),
    );
  }
  const mentioned = vpc && efsNames(facts, path, vpc).some((one) => hostsAddress(host.hosts.text, one) === hole);
  if (mentioned) {
    const resolveBy = `whether /etc/hosts contains the mount target of ${path.names.fileSystem} in the host's zone`;
    return unknown("ECS-18", name, "the host generates entries for file systems in /etc/hosts", resolveBy);
  }
  const detail =
    `resolv.conf of its hosts names only ${servers.join(", ")}, ` +
    "which does not answer in the task's network namespace";
  return fails("ECS-18", name, detail, secondNameserver(resource, facts));
}

/** Adds the VPC's resolver as the second server, which is queried after a timeout. */
function secondNameserver(resource: Resource, { graph }: Facts): Fix[] {
  const attribute = isNull(resource.get("user_data")) ? "user_data_base64" : "user_data";
  const userData = plainUserData(graph, resource);
  if (userData.includes(hole) || !/^#!.*sh\b/.test(userData)) return [];
  const added = `${userData}\necho "nameserver ${vpcResolver}" >> /etc/resolv.conf\n`;
  return [
    {
      description: `add nameserver ${vpcResolver} to resolv.conf in the user data of ${resource.address}`,
      changes: [{ kind: "set", resource, attribute, value: literal(added) }],
    },
  ];
}
