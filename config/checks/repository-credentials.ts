import { ecrImage } from "../ecr-image";
import { quote } from "../errors";
import { containersOf, ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** ECR needs no credentials, and ECS would fetch a secret for nothing (ECS-25). */
export const checkRepositoryCredentials: Check = (draft, report) => {
  for (const { path, container } of ecsTasks(draft).flatMap(containersOf)) {
    const { image, repositoryCredentials } = container;
    if (repositoryCredentials === undefined || image === undefined) continue;
    if (!ecrImage(image) && !image.startsWith("public.ecr.aws/")) continue;
    const message = `should be left out, since the execution role pulls from ECR without them, got image ${quote(image)}`;
    report.error([...path, "repositoryCredentials"], message, "key");
  }
};
