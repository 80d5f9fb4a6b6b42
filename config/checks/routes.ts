import { type Check } from "./check";

/** The resolver endpoint in a new VPC needs a route to its targets (DNS-24). */
export const checkRoutes: Check = (draft, report) => {
  const vpc = draft.sharedNetwork?.vpc;
  if (vpc === undefined || "id" in vpc || "transitGateway" in vpc) return;
  report.warning(
    ["sharedNetwork", "vpc"],
    "has no route to the resolver targets, so queries to them time out (DNS-24); add transitGateway, or a route of your own",
  );
};
