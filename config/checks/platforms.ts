import { ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** Options of Fargate are used on Fargate only, and options of container instances on container instances only. */
export const checkPlatforms: Check = (draft, report) => {
  for (const { path, task, workload } of ecsTasks(draft)) {
    const { platform } = workload;
    if (platform === "ecs-ec2") {
      if ("spot" in task) report.error([...path, "spot"], "is for Fargate, got platform: ecs-ec2", "key");
      if ("ephemeralStorageGiB" in task) {
        const message = "is for Fargate (ECS-07), got platform: ecs-ec2; use the instances' rootVolumeGiB";
        report.error([...path, "ephemeralStorageGiB"], message, "key");
      }
    } else if (platform === "ecs-fargate" && "instances" in task) {
      report.error([...path, "instances"], "is for platform: ecs-ec2, got ecs-fargate, which has no instances", "key");
    }
    const spot = "spot" in task ? task.spot : undefined;
    if (spot !== undefined && (spot.onDemandWeight ?? 0) + (spot.spotWeight ?? 1) === 0) {
      report.error([...path, "spot"], "should have a weight above 0, got 0 for both", "key");
    }
  }
};
