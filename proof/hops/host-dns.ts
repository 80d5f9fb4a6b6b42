/** Container instances only: the host's resolv.conf works inside the task's network namespace (ECS-18). */
import { type InstanceGroup, instanceGroupsOf } from "../aws/container-instance";
import { hostDnsOf, isLoopback } from "../aws/user-data";
import { type Facts } from "../facts";
import { isNull, literal, type Resource } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { fails, type Fix, type Hop, type HopAnswer, passes, sameMount, unknown, worst } from "./hop";

/** Reaches the resolver of whichever VPC asks. */
const vpcResolver = "169.254.169.253";

export const hostDns: Hop = {
  name: "host-dns",
  sameFor: sameMount,
  look(path: MountPath, facts: Facts) {
    const { workload } = path;
    if (workload.kind !== "ecs" || workload.compute === "fargate" || workload.compute === "external") return undefined;
    if (typeof workload.compute === "object") {
      const settle = `launch_type of ${workload.address}, or the cluster's default strategy`;
      return unknown("ECS-18", workload.address, "not known whether it runs on container instances", settle);
    }
    const task = workload.taskDefinition;
    if ("key" in task && !sharesNoNetwork(facts, path)) {
      return passes("ECS-18", task.address, "in the host's own network, where the host's resolver answers");
    }
    const { groups, others } = instanceGroupsOf(facts, workload);
    const answers = groups.map((group) => judge(facts, path, group));
    if (others) {
      const settle = `the plan or state that holds ${others.expression}, judged along`;
      answers.push(
        unknown("ECS-18", workload.address, `how its container instances resolve names is not known`, settle),
      );
    }
    return (
      worst(answers) ?? passes("ECS-18", workload.address, "no container instance in what was read to keep it from AWS")
    );
  },
};

/** Only in awsvpc mode, a task has a network namespace of its own. */
function sharesNoNetwork({ graph }: Facts, { workload }: MountPath): boolean {
  if (workload.kind !== "ecs" || !("key" in workload.taskDefinition)) return true;
  const mode = graph.text(workload.taskDefinition.get("network_mode"));
  return mode === "awsvpc" || mode === undefined;
}

function judge({ graph }: Facts, path: MountPath, { resource, userData }: InstanceGroup): HopAnswer {
  const name = resource.address;
  if (userData === undefined) return passes("ECS-18", name, "resolv.conf stays as DHCP makes it");
  if (typeof userData === "object") {
    const detail = `its user data is not known: ${userData.expression}`;
    return unknown("ECS-18", name, detail, `the user data of ${name}, as in the deployed state`);
  }
  const { nameservers, unclear, hosts } = hostDnsOf(userData);
  if (unclear !== undefined) {
    const settle = "what /etc/resolv.conf holds on the host";
    return unknown("ECS-18", name, `its user data touches name resolution: ${unclear}`, settle);
  }
  if (nameservers === undefined) return passes("ECS-18", name, "resolv.conf stays as DHCP makes it");
  const [first] = nameservers;
  if (first !== undefined && nameservers.every(isLoopback)) {
    const id = path.fileSystem.kind === "literal" ? String(path.fileSystem.value) : idOf(graph, path);
    if (id !== undefined && hosts.includes(id)) return passes("ECS-18", name, `/etc/hosts names ${id}`);
    const detail =
      `resolv.conf of its hosts names ${nameservers.join(", ")} only, ` +
      "where nothing listens in the task's network namespace";
    return fails("ECS-18", name, detail, secondNameserver(resource, userData));
  }
  const other = nameservers.find((address) => !isLoopback(address));
  return passes("ECS-18", name, `resolv.conf names ${other === "dhcp" ? "what DHCP hands out" : other}, too`);
}

function idOf(graph: Facts["graph"], { fileSystem }: MountPath): string | undefined {
  return fileSystem.kind === "resource" ? graph.knownId(fileSystem.resource) : undefined;
}

/** The VPC's resolver behind the cache: asked after a timeout, but asked. */
function secondNameserver(resource: Resource, userData: string): Fix[] {
  const attribute = isNull(resource.get("user_data")) ? "user_data_base64" : "user_data";
  const added = `${userData}\necho "nameserver ${vpcResolver}" >> /etc/resolv.conf\n`;
  return [
    {
      description: `name ${vpcResolver} second in resolv.conf by the user data of ${resource.address}`,
      terraform: `# at the end of user_data\necho "nameserver ${vpcResolver}" >> /etc/resolv.conf`,
      changes: [{ kind: "set", resource, attribute, value: literal(added) }],
    },
  ];
}
