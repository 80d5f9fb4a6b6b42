import { entries } from "../draft";
import { quote } from "../errors";
import { fileSystems } from "../vpc-parts";
import { type Check } from "./check";

/** Access point paths are valid in EFS (EFS-06). Access to a file system as root gives a warning (EFS-08). */
export const checkAccessPoints: Check = (draft, report) => {
  for (const { path: above, fileSystem } of fileSystems(draft)) {
    for (const [name, { path, uid }] of entries(fileSystem.accessPoints)) {
      const place = [...above, "accessPoints", name];
      const problem = path === undefined ? undefined : unfit(path);
      if (path !== undefined && problem !== undefined)
        report.error([...place, "path"], `${problem}, got ${quote(path)}`);
      if (uid === 0) {
        report.warning(
          [...place, "uid"],
          "makes every client act as root, got 0; the clients' role needs elasticfilesystem:ClientRootAccess to change files (EFS-08)",
        );
      }
    }
  }
};

function unfit(path: string): string | undefined {
  if (!path.startsWith("/")) return "should begin with / (EFS-06)";
  if (path === "/") return undefined;
  if (path.length > 100) return `should have at most 100 characters (EFS-06), has ${path.length}`;
  const levels = path.slice(1).split("/");
  if (levels.includes("")) return "should not end with / or contain // (EFS-06)";
  if (levels.length > 4) return `should have at most four levels (EFS-06), has ${levels.length}`;
  if (levels.some((level) => level.startsWith("."))) return "should have no level that begins with a dot (EFS-06)";
  return /[$#<>;`|&?{}^*\p{Cc}]/u.test(path) ? "should not contain any of $#<>;`|&?{}^* (EFS-06)" : undefined;
}
