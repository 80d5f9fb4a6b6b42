import { quote } from "../errors";
import { ecsServices } from "../workload-parts";
import { type Check } from "./check";

/** The organization's name, which begins the names of resources, does not begin with a prefix that AWS reserves. */
export const checkReservedNames: Check = (draft, report) => {
  const { name } = draft;
  if (name === undefined) return;
  const begins = (prefix: string) => `${name}-`.startsWith(`${prefix}-`);
  if (begins("sg")) {
    const message = `should not begin with sg-, which AWS refuses in the names of security groups, got ${quote(name)}`;
    report.error(["name"], message);
  }
  if (begins("internal") && ecsServices(draft).some(({ task }) => "loadBalancer" in task)) {
    const message = `should not begin with internal-, which AWS refuses in the names of load balancers, got ${quote(name)}`;
    report.error(["name"], message);
  }
};
