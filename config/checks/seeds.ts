import { type ContainerPart, containersOf, deploymentsOf, ecsTasks, eksWorkloads, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * A seed has an access point whose user owns the files, an image that can write them, and is declared once per task.
 */
export const checkSeeds: Check = (draft, report) => {
  const pods = eksWorkloads(draft)
    .flatMap(deploymentsOf)
    .map(({ deployment, ...part }): ContainerPart[] => [{ ...part, container: deployment }]);
  for (const task of [...ecsTasks(draft).map(containersOf), ...pods]) {
    const seeded = new Map<string, { readonly container: string; readonly containerPath: string }>();
    for (const { path, name, containerPath, mount } of task.flatMap(mountsOf)) {
      const { seed, fileSystem = "", accessPoint } = mount;
      if (seed === undefined) continue;
      const place = [...path, "seed"];
      if (!("accessPoint" in mount)) {
        report.error(place, "needs an accessPoint, whose user owns the files, got none", "key");
      }
      if ("s3" in seed && !("image" in seed) && seed.by !== "instance") {
        report.error(place, "should have an image with the aws command, got none; or set by: instance", "key");
      }
      const volume = `${fileSystem}/${accessPoint ?? ""}`;
      const earlier = seeded.get(volume);
      if (earlier !== undefined) {
        const where = earlier.container === name ? "" : ` of container '${earlier.container}'`;
        const what = `is already set for '${earlier.containerPath}'${where}, which is the same volume; keep one`;
        report.error(place, what, "key");
      } else seeded.set(volume, { container: name, containerPath });
    }
  }
};
