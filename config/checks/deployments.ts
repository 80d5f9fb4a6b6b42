import { ecsServices } from "../parts";
import { type Check } from "./check";

/** A deployment has room to go on, and is given up before it is rolled back (ECS-19). */
export const checkDeployments: Check = (draft, report) => {
  for (const { path, task } of ecsServices(draft)) {
    const { deployment } = task;
    if (deployment === undefined) continue;
    const place = [...path, "deployment"];
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = deployment;
    if (minimumHealthyPercent >= 100 && maximumPercent <= 100) {
      const message = `should be above 100, or minimumHealthyPercent below, for a deployment to go on, got ${maximumPercent} and ${minimumHealthyPercent}`;
      report.error([...place, "maximumPercent"], message);
    }
    if (deployment.circuitBreaker === false && deployment.rollback === true) {
      report.error(
        [...place, "rollback"],
        "should be false without the circuitBreaker, which rolls back (ECS-19), got true",
      );
    }
  }
};
