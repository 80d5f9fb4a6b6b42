import { has } from "../draft";
import { containers } from "../workload-parts";
import { type Check } from "./check";

/** A variable is set once: in `environment` or in `secrets`. */
export const checkEnvironment: Check = (draft, report) => {
  for (const { path, container } of containers(draft)) {
    for (const name of Object.keys(container.secrets ?? {})) {
      if (!has(container.environment, name)) continue;
      report.error([...path, "secrets", name], "is in environment too; keep one", "key");
    }
  }
};
