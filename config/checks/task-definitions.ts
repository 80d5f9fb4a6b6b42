import { containersOf, ecsTasks, mountsOf, type TaskPart } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Maximum bytes of a task definition in ECS, and of user data in EC2. */
const most = { definition: 65_536, userData: 16_384 };
/**
 * Bytes that are added to the user's own: what options add to a task definition, and the script of a seeding instance.
 */
const own = { definition: 1_500, seed: 1_500, dnsCache: 3_500, userData: 2_500 };

/** Task definitions and user data, including inline seed files, are within the limits of ECS and EC2. */
export const checkTaskDefinitions: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    checkDefinition(part, report);
    checkUserData(part, report);
  }
};

function checkDefinition(part: TaskPart, report: Report): void {
  const parts = containersOf(part);
  const { dnsCache, logRouter } = part.task;
  const written = parts.map(({ container: { mounts, ...container } }) => ({
    container,
    at: Object.keys(mounts ?? {}),
  }));
  const files = filesOf(part).filter(({ by }) => by === "container");
  const size =
    own.definition +
    bytes(JSON.stringify([written, logRouter])) +
    bytes(JSON.stringify(files.map((seed) => seed.files))) +
    files.length * own.seed +
    (dnsCache === undefined || dnsCache === false ? 0 : own.dnsCache);
  if (size <= most.definition) return;
  const cure = files.length > 0 ? "; seed from an image or from S3 instead" : "";
  const message = `makes a task definition of about ${size} bytes, above ECS's limit of ${most.definition}${cure}`;
  report.error(part.path, message, "key");
}

function checkUserData(part: TaskPart, report: Report): void {
  for (const { path, files, by } of filesOf(part)) {
    if (by !== "instance") continue;
    const quoted = Object.entries(files)
      .flat()
      .map((text) => bytes(text.replace(/'/g, "'\\''")) + 3);
    const size = quoted.reduce((total, length) => total + length, own.userData);
    if (size <= most.userData) continue;
    const message = `make user data of about ${size} bytes, above EC2's limit of ${most.userData}; seed from S3 instead`;
    report.error([...path, "files"], message, "key");
  }
}

/** The inline seed files of a task, and whether a container or an instance writes them. */
function filesOf(part: TaskPart) {
  return containersOf(part)
    .flatMap(mountsOf)
    .flatMap(({ path, mount: { seed } }) => {
      if (seed === undefined || !("files" in seed)) return [];
      const files = Object.fromEntries(Object.entries(seed.files ?? {}).map(([name, text]) => [name, text ?? ""]));
      return [{ path: [...path, "seed"], files, by: seed.by ?? "container" }];
    });
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
