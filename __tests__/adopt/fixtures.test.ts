import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { adopt } from "../../adopt/adopt";
import { AdoptError } from "../../adopt/note";
import { observe } from "../../adopt/terraform/observe";
import { resourcesOf } from "../../adopt/terraform/resources";
import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { projectRoot } from "../support/command";
import * as network from "./network";

const folder = join(projectRoot, "__tests__/proof/fixtures");

/** States and plans as the real provider made them. */
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  /(?:^|\/)(?:plan|state)[^/]*\.json$/.test(file),
);

/** The owner's organization, in a Region. */
function organizationIn(region: string): string {
  return network.organization
    .replaceAll("us-east-1", region)
    .replace(network.owner, "123456789012")
    .replace("10.0.0.0/22", "172.30.0.0/22");
}

test("every VPC of the recorded states and plans is adopted so that it loads, or refused with a reason", () => {
  let loaded = 0;
  for (const file of files) {
    const resources = resourcesOf(file, JSON.parse(readFileSync(join(folder, file), "utf8")));
    const observed = observe(file, resources);
    for (const { id, region = "us-east-1" } of observed.vpcs) {
      const text = organizationIn(region);
      const { organization } = parseOrganizationText("o.yaml", text);
      try {
        const written = adopt(observed, id, organization, { subnet: [], name: "adopted" });
        expect(Object.keys(parseOrganizationText("o.yaml", text + written.text).organization.workloadVpcs)).toEqual([
          "adopted",
        ]);
        loaded++;
      } catch (error) {
        if (error instanceof ConfigError) throw new Error(`${file}: ${error.message}`, { cause: error });
        if (!(error instanceof AdoptError)) throw error;
        expect(error.message).toMatch(/has no private subnet that can be adopted/);
      }
    }
  }
  expect(loaded).toBeGreaterThan(30);
});
