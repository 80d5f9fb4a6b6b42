import { quote } from "../errors";
import { type Check } from "./check";

/** An assumption names an id that the file adopts; any other id is a mistake. */
export const checkAssumptions: Check = ({ assume, ...file }, report) => {
  if (!Array.isArray(assume) || assume.length === 0) return;
  const text = JSON.stringify(file);
  for (const [index, statement] of assume.entries()) {
    for (const [property, value] of Object.entries(statement ?? {})) {
      if (!["vpc", "subnet"].includes(property) || typeof value !== "string") continue;
      if (!/^(?:vpc|subnet)-[0-9a-f]+$/.test(value) || text.includes(JSON.stringify(value))) continue;
      const message = `should be a ${property} that this file names, or a Terraform address, got ${quote(value)}`;
      report.error(["assume", index, property], message);
    }
  }
};
