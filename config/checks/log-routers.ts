import { ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** FireLens requires the name of the Fluent Bit output to use. */
export const checkLogRouters: Check = (draft, report) => {
  for (const { path, task } of ecsTasks(draft)) {
    const options = task.logRouter?.options;
    if (options === undefined || Object.keys(options).some((name) => name.toLowerCase() === "name")) continue;
    const message = "should have a Name, which is a Fluent Bit output such as kinesis_firehose, got none";
    report.error([...path, "logRouter", "options"], message);
  }
};
