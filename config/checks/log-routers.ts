import { ecsTasks } from "../parts";
import { type Check } from "./check";

/** FireLens is told which of Fluent Bit's outputs it is. */
export const checkLogRouters: Check = (draft, report) => {
  for (const { path, task } of ecsTasks(draft)) {
    const options = task.logRouter?.options;
    if (options === undefined || Object.keys(options).some((name) => name.toLowerCase() === "name")) continue;
    const message = "should have a Name, Fluent Bit's output, such as kinesis_firehose, got none";
    report.error([...path, "logRouter", "options"], message);
  }
};
