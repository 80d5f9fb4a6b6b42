import { has, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { fileSystems, isNewFileSystem, type WrittenNewFileSystem } from "../vpc-parts";
import { type Check, type Report } from "./check";

/** The statements that every file system policy has. */
const reserved = ["RefusePlainNfs", "RefuseMountTargetBypass"];

/** Characters of a file system policy (API_PutFileSystemPolicy), and about as many as the statements that are always there have. */
const mostCharacters = 20_000;
const characters = { always: 1_200, resource: 110, accessPoint: 110 };

type Statement = NonNullable<NonNullable<WrittenNewFileSystem["policy"]>[number]>;

/** Statements of a file system policy have distinct ids and known access points, and EFS accepts them (EFS-09). */
export const checkFileSystemPolicies: Check = (draft, report) => {
  for (const { path: above, fileSystem } of fileSystems(draft)) {
    if (!isNewFileSystem(fileSystem)) continue;
    const path = [...above, "policy"];
    const statements = items(fileSystem.policy);
    const seen = new Map<string, Path>();
    for (const [index, statement] of statements) {
      const place = [...path, index];
      if (statement.sid !== undefined) checkSid([...place, "sid"], statement.sid, seen, report);
      checkAccessPoints(place, statement, fileSystem, report);
      checkReach(place, statement, report);
    }
    const length = characters.always + statements.reduce((sum, [, statement]) => sum + lengthOf(statement), 0);
    if (statements.length === 0 || length <= mostCharacters) continue;
    const message = `makes the file system policy about ${length} characters long, above the limit of ${mostCharacters}; combine statements, or name principals by a condition`;
    report.error(path, message, "key");
  }
};

function checkSid(path: Path, sid: string, seen: Map<string, Path>, report: Report): void {
  const earlier = seen.get(sid);
  seen.set(sid, earlier ?? path);
  if (reserved.includes(sid)) {
    report.error(path, `is the id of a statement that every file system has, got ${quote(sid)}; choose another one`);
  } else if (earlier !== undefined) {
    report.error(path, `is the id of ${formatPath(earlier.slice(0, -1))} already, got ${quote(sid)}`);
  }
}

function checkAccessPoints(
  path: Path,
  { accessPoints, conditions }: Statement,
  fileSystem: WrittenNewFileSystem,
  report: Report,
): void {
  const known = "accessPoints" in fileSystem ? fileSystem.accessPoints : {};
  for (const [index, name] of items(accessPoints)) {
    if (known === undefined || has(known, name)) continue;
    const choice = orChoose(name, Object.keys(known));
    report.error(
      [...path, "accessPoints", index],
      `should be an access point of the file system, got ${quote(name)}${choice}`,
    );
  }
  if (items(accessPoints).length === 0) return;
  for (const key of Object.keys(conditions?.["StringEquals"] ?? {})) {
    if (key.toLowerCase() !== "elasticfilesystem:accesspointarn") continue;
    report.error([...path, "conditions", "StringEquals", key], "can't be combined with accessPoints; keep one", "key");
  }
}

/** Statements about everyone: EFS refuses one that nobody can change again, and one that allows is rarely meant. */
function checkReach(path: Path, statement: Statement, report: Report): void {
  const { effect, principals, actions, accessPoints, conditions } = statement;
  const isLimited = items(accessPoints).length > 0 || Object.keys(conditions ?? {}).length > 0;
  if (isLimited || !items(principals).some(([, principal]) => principal === "*")) return;
  if (effect === "allow") {
    report.warning(
      path,
      "allows every client that reaches a mount target, also without an IAM role; name roles in principals, or add conditions",
    );
  }
  const locking = items(actions).find(([, action]) => covers(action, "elasticfilesystem:PutFileSystemPolicy"));
  if (effect !== "deny" || locking === undefined) return;
  report.error(
    [...path, "actions", locking[0]],
    `denies everyone elasticfilesystem:PutFileSystemPolicy, so EFS refuses the policy, which nobody could change again, got ${quote(locking[1])}; deny elasticfilesystem:Client*`,
  );
}

/** Whether an action with wildcards covers another one; IAM ignores case. */
function covers(pattern: string, action: string): boolean {
  const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}

function lengthOf(statement: Statement): number {
  return (
    JSON.stringify(statement).length +
    characters.resource +
    items(statement.accessPoints).length * characters.accessPoint
  );
}
