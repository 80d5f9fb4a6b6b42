import { entries } from "../draft";
import { formatPath, quote } from "../errors";
import { endpointsOf, isNewVpc, usesProfile, type WrittenVpc } from "../vpc-parts";
import { type Check } from "./check";

/** A profile brings all its zones to every VPC that is associated with it, and a VPC has only one profile. */
export const checkProfiles: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  if (dns === undefined) return;
  const vpcs = entries(draft.workloadVpcs);
  if (!("profile" in dns) || dns.profile === false) {
    for (const [name, vpc] of vpcs) {
      if (vpc.profile === undefined) continue;
      const message = `has no effect without a profile, got ${String(vpc.profile)}; set sharedNetwork.dns.profile to true, or omit it`;
      report.error(["workloadVpcs", name, "profile"], message);
    }
    return;
  }
  const users = vpcs.filter(([, vpc]) => usesProfile(draft, vpc));
  const [central] = users.find(([, vpc]) => endpointsOf(vpc).mode === "central") ?? [];
  if (central === undefined) return;
  const origin = formatPath(["workloadVpcs", central, "endpoints"]);
  for (const [name, vpc] of users) {
    const { mode } = endpointsOf(vpc);
    const path = ["workloadVpcs", name];
    if (mode !== undefined && mode !== "central") {
      const remedy = "set endpoints to central, or profile to false";
      const message = `gets the zones of the central endpoints through the profile, since ${origin} is 'central', got ${quote(mode)}; ${remedy}`;
      report.error("endpoints" in vpc ? [...path, "endpoints"] : path, message, "endpoints" in vpc ? "value" : "key");
    }
    for (const service of existingEndpoints(vpc)) {
      const message = `has a name that the profile's zones of central endpoints may have too, and AWS does not document which takes precedence, got ${quote(service)}; set profile of the VPC to false`;
      report.error([...path, "vpc", "existingEndpoints"], message);
    }
  }
};

/** Interface endpoints; the gateway endpoint for S3 has no private name. */
function existingEndpoints(vpc: WrittenVpc): string[] {
  const listed = isNewVpc(vpc) || !("vpc" in vpc) ? [] : (vpc.vpc?.existingEndpoints ?? []);
  return listed.filter((service) => service !== undefined && service !== "s3" && service !== "dynamodb") as string[];
}
