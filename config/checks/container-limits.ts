import { entries, items } from "../draft";
import { quote } from "../errors";
import { defaultTaskSize } from "../schema/ecs-task";
import { type ContainerPart, containersOf, ecsTasks } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Containers request no more than their task has (ECS-06), and nothing that Fargate refuses (ECS-16). */
export const checkContainerLimits: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { cpu, memory } = { ...defaultTaskSize, ...part.task };
    const parts = containersOf(part);
    checkSum(parts, "memoryMiB", memory, report);
    checkSum(parts, "cpuUnits", cpu, report);
    for (const { path, container } of parts) {
      for (const [name, { soft, hard }] of entries(container.ulimits)) {
        if (soft === undefined || hard === undefined || soft <= hard) continue;
        report.error(
          [...path, "ulimits", name],
          `should have a soft limit of at most the hard limit, got ${soft} and ${hard}`,
        );
      }
      if (part.workload.platform === "ecs-fargate") checkFargate({ path, container }, report);
    }
  }
};

function checkSum(
  parts: readonly ContainerPart[],
  property: "memoryMiB" | "cpuUnits",
  most: number | undefined,
  report: Report,
): void {
  if (most === undefined) return;
  let sum = 0;
  for (const { path, container } of parts) {
    const own = container[property] ?? 0;
    if (sum <= most && sum + own > most) {
      const got = sum > 0 ? `${own} beside ${sum} of others` : String(own);
      report.error(
        [...path, property],
        `should be at most ${most}, the task's value, summed over its containers (ECS-06), got ${got}`,
      );
    }
    sum += own;
  }
}

function checkFargate({ path, container }: Pick<ContainerPart, "path" | "container">, report: Report): void {
  if (container.privileged === true) {
    report.error([...path, "privileged"], "should be false on Fargate (ECS-16), got true; use platform: ecs-ec2");
  }
  for (const [index, capability] of items(container.addCapabilities)) {
    if (capability === "SYS_PTRACE") continue;
    const place = [...path, "addCapabilities", index];
    report.error(
      place,
      `should be SYS_PTRACE, the only capability that Fargate can add (ECS-16), got ${quote(capability)}`,
    );
  }
  for (const name of Object.keys(container.ulimits ?? {})) {
    if (name === "nofile") continue;
    report.error([...path, "ulimits", name], "can't be set on Fargate, which supports nofile only", "key");
  }
  const { stopTimeoutSeconds } = container;
  if (stopTimeoutSeconds !== undefined && stopTimeoutSeconds > 120) {
    report.error([...path, "stopTimeoutSeconds"], `should be at most 120 on Fargate, got ${stopTimeoutSeconds}`);
  }
}
