import { containers, mountsOf } from "../parts";
import { type Check } from "./check";

/** First files have an access point as whose user they are written, somebody to write them, and one place. */
export const checkSeeds: Check = (draft, report) => {
  for (const part of containers(draft)) {
    const seeded = new Map<string, string>();
    for (const { path, containerPath, mount } of mountsOf(part)) {
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
        report.error(place, `is given for '${earlier}' already, which is the same volume; keep one`, "key");
      }
      seeded.set(volume, containerPath);
    }
  }
};
