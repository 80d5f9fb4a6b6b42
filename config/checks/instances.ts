import { isGraviton } from "../aws";
import { type Draft, entries, has } from "../draft";
import { quote } from "../errors";
import { orChoose } from "../nearest";
import { defaultTaskSize } from "../schema/ecs-task";
import { containersOf, type EcsPart, ecsWorkloads, mountsOf, type TaskPart, tasksOf } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Name prefixes that ECS reserves for its own capacity providers. */
const reserved = /^(aws|ecs|fargate)/i;

/**
 * Container instances have a minimum below the maximum, a name that ECS accepts, and a CPU architecture that the tasks
 * can use (ECS-15).
 */
export const checkInstances: Check = (draft, report) => {
  for (const part of ecsWorkloads(draft)) {
    const { path, workload } = part;
    if (workload.platform !== "ecs-ec2" || !("instances" in workload) || workload.instances === undefined) continue;
    if (Object.keys(workload.instances).length === 0) {
      report.error([...path, "instances"], "should have at least one entry, got none");
    }
    for (const [name, { min = 0, max }] of entries(workload.instances)) {
      if (max === undefined || min <= max) continue;
      report.error([...path, "instances", name, "min"], `should be at most max, ${max}, got ${min}`);
    }
    checkHostsFiles(part, report);
    checkName(draft, part, report);
    for (const task of tasksOf(part)) {
      checkPlacement(task, workload.instances, report);
      checkSize(task, report);
    }
  }
};

/**
 * A tag value has at most 256 characters (EC2 user guide, Using_Tags), and a file system id with its separator has 21.
 */
const mostTaggedFileSystems = 12;

/** Hosts with `resolve: hosts-file` read the file systems to look up from a tag. */
function checkHostsFiles(part: EcsPart, report: Report): void {
  const { path, workload } = part;
  const named = tasksOf(part)
    .flatMap(containersOf)
    .flatMap(mountsOf)
    .flatMap(({ mount }) => mount.fileSystem ?? []);
  const count = new Set(named).size;
  if (count <= mostTaggedFileSystems || !("instances" in workload)) return;
  for (const [name, { resolve }] of entries(workload.instances)) {
    if (resolve !== "hosts-file") continue;
    const message = `should be vpc or dnsmasq with ${count} file systems, since hosts with hosts-file read at most ${mostTaggedFileSystems} ids from a tag, got 'hosts-file'`;
    report.error([...path, "instances", name, "resolve"], message);
  }
}

/** The limits of ECS for tasks on instances. Whether an instance has that much capacity is known only at run time. */
function checkSize({ path, task }: TaskPart, report: Report): void {
  const { cpu, memory } = { ...defaultTaskSize, ...task };
  if (cpu !== undefined && (cpu < 128 || cpu > 196_608)) {
    report.error([...path, "cpu"], `should be from 128 to 196608 on container instances, got ${cpu}`);
  }
  if (memory !== undefined && memory < 6) {
    report.error([...path, "memory"], `should be at least 6 on container instances, got ${memory}`);
  }
}

function checkName({ name }: Draft, { path }: EcsPart, report: Report): void {
  if (name === undefined || !reserved.test(name)) return;
  const message = `should not begin with aws, ecs or fargate, which ECS reserves for its own capacity providers, got ${quote(name)}`;
  report.error(["name"], `${message}; workload ${quote(String(path[1]))} has instances`);
}

function checkPlacement(
  { path, task }: TaskPart,
  kinds: Readonly<Record<string, { readonly type?: string } | undefined>>,
  report: Report,
): void {
  const chosen = "instances" in task ? task.instances : undefined;
  if (chosen !== undefined && !has(kinds, chosen)) {
    const choice = orChoose(chosen, Object.keys(kinds));
    report.error([...path, "instances"], `should be one of the workload's instances, got ${quote(chosen)}${choice}`);
    return;
  }
  const type = chosen === undefined ? undefined : (kinds[chosen]?.type ?? "m7i.large");
  if (type === undefined) return;
  const needed = isGraviton(type) ? "arm64" : "x86_64";
  const { cpuArchitecture = "x86_64" } = task;
  if (cpuArchitecture === needed) return;
  const place = "cpuArchitecture" in task ? [...path, "cpuArchitecture"] : [...path, "instances"];
  const message = `should be ${needed} on instances '${chosen}' of type ${type} (ECS-15), got ${cpuArchitecture}`;
  report.error(place, "cpuArchitecture" in task ? message : `${message}; set cpuArchitecture: ${needed}`);
}
