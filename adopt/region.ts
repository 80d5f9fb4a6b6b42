import { listed } from "../config/nearest";
import { type Organization } from "../config/organization";
import { regionsOf } from "../config/regions";
import { type Note, note, stop } from "./note";
import { type ObservedVpc } from "./observed";
import { type ChosenSubnet } from "./subnets";

/** The property `region` of a VPC, where it is another than the file's. */
export function regionOf(
  vpc: ObservedVpc,
  subnets: readonly ChosenSubnet[],
  organization: Organization | undefined,
): { readonly name?: string; readonly notes: readonly Note[] } {
  // A zone is the Region and a letter.
  const region = vpc.region ?? subnets[0]?.zone.slice(0, -1);
  if (region === undefined || region === organization?.region) return { notes: [] };
  if (organization === undefined)
    return { notes: [note(`If the file's region is not ${region}, add: region: ${region}`)] };
  const all = regionsOf(organization);
  if (all.includes(region)) return { name: region, notes: [] };
  return {
    name: region,
    notes: [stop(`${region} is not a Region of the file: add it under regions, beside ${listed(all)}.`)],
  };
}
