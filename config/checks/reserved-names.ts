import { quote } from "../errors";
import { ecsServices } from "../parts";
import { type Check } from "./check";

/** What is named after the organization does not begin as AWS's own things do. */
export const checkReservedNames: Check = (draft, report) => {
  const { name } = draft;
  if (name === undefined) return;
  const begins = (prefix: string) => `${name}-`.startsWith(`${prefix}-`);
  if (begins("sg")) {
    const message = `should not begin with sg-, as security groups named after it must not, got ${quote(name)}`;
    report.error(["name"], message);
  }
  if (begins("internal") && ecsServices(draft).some(({ task }) => "loadBalancer" in task)) {
    const message = `should not begin with internal-, as load balancers named after it must not, got ${quote(name)}`;
    report.error(["name"], message);
  }
};
