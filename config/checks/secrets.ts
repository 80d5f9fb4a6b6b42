import { entries } from "../draft";
import { quote } from "../errors";
import { containersOf, ecsTasks, type TaskPart } from "../parts";
import { type Check } from "./check";

/**
 * A secret of another account is under a customer managed key (Secrets Manager user guide, auth-and-access_examples_cross),
 * which the execution role then needs rights to (ECS-22).
 */
export const checkSecrets: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    if ("secretsKmsKeyIds" in part.task && part.task.secretsKmsKeyIds?.length !== 0) continue;
    const account = entries(draft.accounts).find(([name]) => name === part.vpc?.account)?.[1].id;
    if (account === undefined) continue;
    for (const { path, arn } of secretsOf(part)) {
      const [, , service, , owner] = arn.split(":");
      if (service !== "secretsmanager" || owner === account) continue;
      const message = `is of another account, whose key the execution role must be able to use, got ${quote(arn)}; name the key in secretsKmsKeyIds`;
      report.warning(path, message);
    }
  }
};

function secretsOf(part: TaskPart): { path: readonly (string | number)[]; arn: string }[] {
  const places = [
    ...containersOf(part).map(({ path, container }) => ({ path: [...path, "secrets"], secrets: container.secrets })),
    { path: [...part.path, "logRouter", "secretOptions"], secrets: part.task.logRouter?.secretOptions },
  ];
  return places.flatMap(({ path, secrets }) =>
    Object.entries(secrets ?? {}).flatMap(([name, arn]) => (arn === undefined ? [] : [{ path: [...path, name], arn }])),
  );
}
