import { quote } from "../errors";
import { type Check } from "./check";

/** The properties of an assumption whose ids the file contains. */
const things: Readonly<Record<string, string>> = {
  vpc: "vpc",
  subnet: "subnet",
  transitGateway: "transit gateway",
  fileSystem: "file system",
  ruleGroup: "DNS Firewall rule group",
  profile: "Route 53 Profile",
};

/** An assumption names an id that the file adopts; any other id is a mistake. */
export const checkAssumptions: Check = ({ assume, ...file }, report) => {
  if (!Array.isArray(assume) || assume.length === 0) return;
  const text = JSON.stringify(file);
  for (const [index, statement] of assume.entries()) {
    for (const [property, value] of Object.entries(statement ?? {})) {
      const what = things[property];
      if (what === undefined || typeof value !== "string") continue;
      if (!/^(?:vpc|subnet|tgw|fs|rp|rslvr-frg)-[0-9a-z]+$/.test(value)) continue;
      // A rule group is named by its ARN.
      if (text.includes(JSON.stringify(value)) || text.includes(`/${value}"`)) continue;
      const message = `should be a ${what} that this file names, or a Terraform address, got ${quote(value)}`;
      report.error(["assume", index, property], message);
    }
  }
};
