import { items } from "../draft";
import { type Path, quote } from "../errors";
import { containersOf, ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** Environment files of a task definition (ECS developer guide, use-environment-file). */
const mostFiles = 10;

/** ECS refuses a task definition with more than ten environment files, and a repeated file has no effect. */
export const checkEnvironmentFiles: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    let count = 0;
    for (const { path, container } of containersOf(part)) {
      const here: Path = [...path, "environmentFiles"];
      const seen = new Set<string>();
      for (const [index, written] of items(container.environmentFiles)) {
        const isText = typeof written === "string";
        const file = isText ? written : written.file;
        if (file === undefined) continue;
        const place = isText ? [...here, index] : [...here, index, "file"];
        if (seen.has(file)) report.error(place, `is listed twice, got ${quote(file)}; keep one`);
        seen.add(file);
      }
      const before = count;
      count += seen.size;
      if (before > mostFiles || count <= mostFiles) continue;
      const message = `make ${count} environment files of the task, above the limit of ${mostFiles} of a task definition; combine some of them`;
      report.error(here, message, "key");
    }
  }
};
