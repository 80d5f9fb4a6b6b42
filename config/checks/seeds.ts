import { type ContainerPart, containersOf, deploymentsOf, ecsTasks, eksWorkloads, mountsOf } from "../parts";
import { type Check } from "./check";

/** First files have an access point as whose user they are written, somebody to write them, and one place in a task. */
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
        report.error(place, "needs an accessPoint beside it, as whose user files are written, got none", "key");
      }
      if ("s3" in seed && !("image" in seed) && seed.by !== "instance") {
        report.error(place, "should have an image with the aws command, got none; or set by: instance", "key");
      }
      const volume = `${fileSystem}/${accessPoint ?? ""}`;
      const earlier = seeded.get(volume);
      if (earlier !== undefined) {
        const where = earlier.container === name ? "" : ` of container '${earlier.container}'`;
        const what = `is given for '${earlier.containerPath}'${where} already, which is the same volume; keep one`;
        report.error(place, what, "key");
      } else seeded.set(volume, { container: name, containerPath });
    }
  }
};
