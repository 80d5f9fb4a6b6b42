import { ecsServices } from "../workload-parts";
import { type Check } from "./check";

/** A deployment has room to start or stop tasks, and rollback requires the circuit breaker (ECS-19). */
export const checkDeployments: Check = (draft, report) => {
  for (const { path, task } of ecsServices(draft)) {
    const { deployment } = task;
    if (deployment === undefined) continue;
    const place = [...path, "deployment"];
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = deployment;
    if (minimumHealthyPercent >= 100 && maximumPercent <= 100) {
      const message = `should be above 100, or minimumHealthyPercent below 100, or a deployment can't start or stop a task; got ${maximumPercent} and ${minimumHealthyPercent}`;
      report.error([...place, "maximumPercent"], message);
    }
    if (deployment.circuitBreaker === false && deployment.rollback === true) {
      report.error(
        [...place, "rollback"],
        "should be false without circuitBreaker, which does the rollback (ECS-19), got true",
      );
    }
  }
};
