import { quote } from "../errors";
import { containers } from "../workload-parts";
import { type Check } from "./check";

/** A tag in the file and one in the parameter would contradict each other. */
export const checkImageTags: Check = (draft, report) => {
  for (const { path, container } of containers(draft)) {
    const { image, imageTagParameter } = container;
    if (image === undefined || imageTagParameter === undefined) continue;
    if (!/@|:[^/]*$/.test(image)) continue;
    report.error(
      [...path, "image"],
      `should have no tag and no digest, since imageTagParameter names the parameter that has it, got ${quote(image)}; remove the tag, or imageTagParameter`,
    );
  }
};
