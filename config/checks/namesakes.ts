import { entries } from "../draft";
import { formatPath, type Path } from "../errors";
import { fileSystems } from "../vpc-parts";
import { ecsWorkloads, tasksOf } from "../workload-parts";
import { type Check } from "./check";

interface Named {
  readonly path: Path;
  /** The name in AWS, without the prefix of the organization's name. */
  readonly name: string;
  /** The VPC that determines the account. */
  readonly vpcName: string | undefined;
}

/**
 * Names in AWS that join two names of the file with a hyphen are unique in their account: `web-a` and `b` give the same
 * name as `web` and `a-b`. Otherwise the deploy of one stack would fail, or would take over a resource of the other.
 */
export const checkNamesakes: Check = (draft, report) => {
  const accounts = new Map(entries(draft.workloadVpcs).map(([name, { account }]) => [name, account]));
  const refuse = (kind: string, all: readonly Named[]) => {
    const seen = new Map<string, Path>();
    for (const { path, name, vpcName } of all) {
      const account = vpcName === undefined ? undefined : accounts.get(vpcName);
      if (account === undefined) continue;
      const key = `${account} ${name}`;
      const earlier = seen.get(key);
      // Duplicates within one workload are either impossible (mapping keys) or reported by checkTasks.
      if (earlier !== undefined && earlier[1] !== path[1]) {
        const called = `${draft.name ?? "<name>"}-${name}`;
        const message = `should have another name, since ${kind} '${called}' of account '${account}' is already ${formatPath(earlier)}`;
        report.error(path, message, "key");
      }
      seen.set(key, earlier ?? path);
    }
  };
  const workloads = ecsWorkloads(draft);
  refuse(
    "task family",
    workloads.flatMap((part) =>
      tasksOf(part).map(({ path, name, vpcName }) => ({ path, name: `${part.name}-${name}`, vpcName })),
    ),
  );
  refuse(
    "capacity provider",
    workloads.flatMap(({ path, name, workload, vpcName }) =>
      Object.keys("instances" in workload ? (workload.instances ?? {}) : {}).map((kind) => {
        return { path: [...path, "instances", kind], name: `${name}-${kind}`, vpcName };
      }),
    ),
  );
  refuse(
    "file system",
    fileSystems(draft).map(({ path, vpcName }) => {
      return { path, name: `${vpcName}-${String(path[path.length - 1])}`, vpcName };
    }),
  );
};
