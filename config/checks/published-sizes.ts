import { partitionOf } from "../aws";
import { type Draft, entries } from "../draft";
import { fileSystems, workloadZones } from "../vpc-parts";
import { ecsWorkloads, tasksOf } from "../workload-parts";
import { type Check } from "./check";

/** Maximum characters of an advanced SSM parameter. */
const most = 8192;
/** Length of an id such as `fsap-0123456789abcdef0` without its prefix. */
const id = "0".repeat(17);

/** Maps that are published as parameters are within SSM's limit, as far as the file determines their size. */
export const checkPublishedSizes: Check = (draft, report) => {
  if (draft.publish?.ssm === undefined) return;
  for (const { stack, output, map } of longMaps(draft)) {
    const { length } = JSON.stringify(map);
    if (length <= most) continue;
    const message = `makes a parameter of about ${length} characters of ${output} of ${stack}, above SSM's limit of ${most}; let readers use the state instead, and omit publish`;
    report.error(["publish", "ssm"], message);
  }
};

interface PublishedMap {
  readonly stack: string;
  readonly output: string;
  readonly map: Readonly<Record<string, string>>;
}

/** The outputs of each stack that grow with the file, with values of the length that AWS's have. */
function* longMaps(draft: Draft): Iterable<PublishedMap> {
  const { region = "", name = "", sharedNetwork } = draft;
  const arn = (service: string, resource: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${"0".repeat(12)}:${resource}`;
  const domains = [
    ...(sharedNetwork?.dns?.forward ?? []).map((rule) => rule?.domain),
    ...(sharedNetwork?.dns?.resolveInAws ?? []),
  ];
  const rule = arn("route53resolver", `resolver-rule/rslvr-rr-${id}`);
  yield { stack: "shared-network", output: "resolver_rule_arns", map: mapped(domains, () => rule) };

  for (const [vpcName, vpc] of entries(draft.workloadVpcs)) {
    const own = fileSystems(draft).filter((part) => part.vpcName === vpcName);
    const nameOf = (path: (typeof own)[number]["path"]) => String(path[path.length - 1]);
    const points = own.flatMap(({ path, fileSystem }) =>
      Object.keys(fileSystem.accessPoints ?? {}).map((point) => `${nameOf(path)}/${point}`),
    );
    const point = arn("elasticfilesystem", `access-point/fsap-${id}`);
    yield { stack: `vpc-${vpcName}`, output: "access_point_arns", map: mapped(points, () => point) };
    const zones = workloadZones(vpcName, vpc)?.zones ?? [];
    const mounts = own.flatMap(({ path }) => zones.map((zone) => `${nameOf(path)}/${zone ?? ""}`));
    yield { stack: `vpc-${vpcName}`, output: "mount_target_ids", map: mapped(mounts, () => `fsmt-${id}`) };
  }
  for (const part of ecsWorkloads(draft)) {
    const tasks = tasksOf(part).map((task) => task.name);
    const family = (task: string) => arn("ecs", `task-definition/${name}-${part.name}-${task}:1000`);
    yield { stack: `ecs-${part.name}`, output: "task_definition_arns", map: mapped(tasks, family) };
  }
}

function mapped(keys: readonly (string | undefined)[], value: (key: string) => string): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (key === undefined ? [] : [[key, value(key)]])));
}
