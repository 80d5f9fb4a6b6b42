import { entries } from "../draft";
import { formatPath, type Path } from "../errors";
import { ecsWorkloads, fileSystems, tasksOf } from "../parts";
import { type Check } from "./check";

interface Named {
  readonly path: Path;
  /** What AWS knows it by, less the organization's name. */
  readonly name: string;
  /** The VPC whose account it is in. */
  readonly vpcName: string | undefined;
}

/**
 * What is named in AWS by two names of the file, joined by a hyphen, has no namesake in its account: `web-a` and `b` are
 * called as `web` and `a-b` are. One stack's deploy would fail, or take over what is the other's.
 */
export const checkNamesakes: Check = (draft, report) => {
  const accountOf = (vpcName: string | undefined) =>
    entries(draft.workloadVpcs).find(([name]) => name === vpcName)?.[1].account;
  const refuse = (kind: string, all: readonly Named[]) => {
    const seen = new Map<string, Path>();
    for (const { path, name, vpcName } of all) {
      const account = accountOf(vpcName);
      if (account === undefined) continue;
      const key = `${account} ${name}`;
      const earlier = seen.get(key);
      // Namesakes of one workload are no mapping's, or said by checkTasks.
      if (earlier !== undefined && earlier[1] !== path[1]) {
        const called = `${draft.name ?? "<name>"}-${name}`;
        const message = `should have another name, since ${kind} '${called}' of account '${account}' is ${formatPath(earlier)} already`;
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
