import { quote } from "../errors";
import { ecsWorkloads } from "../workload-parts";
import { type Check } from "./check";

/** Fargate takes no multi-Region key for ephemeral storage (ECS developer guide, fargate-create-storage-key). */
export const checkKeys: Check = (draft, report) => {
  for (const { path, workload } of ecsWorkloads(draft)) {
    const key = "ephemeralStorageKmsKeyId" in workload ? workload.ephemeralStorageKmsKeyId : undefined;
    if (!key?.includes(":key/mrk-")) continue;
    const message = `should be a single-Region key, since Fargate takes no multi-Region key, got ${quote(key)}`;
    report.error([...path, "ephemeralStorageKmsKeyId"], message);
  }
};
