import { accountId } from "../draft";
import { quote } from "../errors";
import { containersOf, ecsTasks, type TaskPart } from "../workload-parts";
import { type Check } from "./check";

/**
 * A secret of another account is under a customer managed key (Secrets Manager user guide, auth-and-access_examples_cross),
 * and the execution role needs permission for that key (ECS-22).
 */
export const checkSecrets: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    if ("secretsKmsKeyIds" in part.task && part.task.secretsKmsKeyIds?.length !== 0) continue;
    const account = accountId(draft, part.vpc?.account);
    if (account === undefined) continue;
    for (const { path, arn } of secretsOf(part)) {
      const [, , service, , owner] = arn.split(":");
      if (service !== "secretsmanager" || owner === account) continue;
      const message = `is in another account, so the execution role needs permission for its KMS key, got ${quote(arn)}; add the key to secretsKmsKeyIds`;
      report.warning(path, message);
    }
  }
};

function secretsOf(part: TaskPart): { path: readonly (string | number)[]; arn: string }[] {
  const places = [
    ...containersOf(part).map(({ path, container }) => ({ path: [...path, "secrets"], secrets: container.secrets })),
    ...containersOf(part).map(({ path, container }) => {
      return { path, secrets: { repositoryCredentials: container.repositoryCredentials } };
    }),
    { path: [...part.path, "logRouter", "secretOptions"], secrets: part.task.logRouter?.secretOptions },
  ];
  return places.flatMap(({ path, secrets }) =>
    Object.entries(secrets ?? {}).flatMap(([name, arn]) => (arn === undefined ? [] : [{ path: [...path, name], arn }])),
  );
}
