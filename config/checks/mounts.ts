import { quote } from "../errors";
import { containers, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * Container paths are distinct and normalized; a mount through an access point has no other root directory (ECS-03).
 */
export const checkMounts: Check = (draft, report) => {
  for (const part of containers(draft)) {
    const seen = new Map<string, string>();
    for (const { path, containerPath, mount } of mountsOf(part)) {
      const clean = cleaned(containerPath);
      const earlier = seen.get(clean);
      if (containerPath.split("/").some((level) => level === "." || level === "..")) {
        report.error(path, "should be a path without . or ..", "key");
      } else if (clean === "/") {
        report.error(path, "should not be the container's root, which contains its image", "key");
      } else if (earlier !== undefined) {
        report.error(path, `is the same directory as ${quote(earlier)}; keep one`, "key");
      }
      seen.set(clean, containerPath);

      if (mount.accessPoint === undefined && !("accessPoints" in mount) && mount.readOnly !== true) {
        const message =
          "can't be written by tasks: the root of a new file system belongs to root, and tasks have no root access (EFS-17); set accessPoint, or set readOnly: true";
        report.warning(path, message, "key");
      }
      const { rootDirectory, accessPoint } = mount;
      if (rootDirectory === undefined || rootDirectory === "/") continue;
      const place = [...path, "rootDirectory"];
      if (accessPoint !== undefined) {
        const message = `should be omitted with an access point, which has its own directory (ECS-03), got ${quote(rootDirectory)}`;
        report.error(place, message);
      } else if (rootDirectory.split("/").includes("..")) {
        report.error(place, `should be a path without .., got ${quote(rootDirectory)}`);
      }
    }
  }
};

function cleaned(path: string): string {
  return `/${path.split("/").filter(Boolean).join("/")}`;
}
