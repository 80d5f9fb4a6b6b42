import * as fc from "fast-check";

import { parseOrganizationText } from "../../config/load";
import { organizationFiles } from "../support/arbitrary-organization";
import { runs } from "../support/runs";
import { byCdktf, synthesized } from "./by-cdktf";

test("the same bytes as cdktf's own synthesizer of any organization", () => {
  fc.assert(
    fc.property(organizationFiles(), (text) => {
      const { organization } = parseOrganizationText("organization.yaml", text);
      expect(synthesized(organization)).toEqual(byCdktf(organization));
    }),
    runs(300, 3),
  );
}, 1_800_000);
