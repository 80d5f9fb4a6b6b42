import { listed, orChoose } from "../config/nearest";
import { AdoptError } from "./note";
import { type Observed, type ObservedVpc } from "./observed";

/**
 * The VPC with an id or a tag `Name`.
 *
 * @throws AdoptError with the VPCs that there are
 */
export function findVpc({ vpcs, source, remedy, planned }: Observed, wanted: string | undefined): ObservedVpc {
  const created = planned.filter(({ type }) => type === "aws_vpc").map(({ address }) => address);
  if (vpcs.length === 0 && created.length > 0) {
    throw new AdoptError([
      `${source} has no VPC that exists: ${listed(created)} has no id before apply; ${remedy}, or create the VPC with mountpath`,
    ]);
  }
  if (vpcs.length === 0) {
    throw new AdoptError([`${source} has no VPC: ${remedy}`]);
  }
  if (wanted === undefined) throw new AdoptError([`no VPC given: name one of ${source}: ${listed(vpcs.map(inWords))}`]);
  const found = vpcs.filter(({ id, label }) => id === wanted || label === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    throw new AdoptError([
      `${found.length} VPCs of ${source} are named ${wanted}: give the id: ${listed(found.map(inWords))}`,
    ]);
  }
  const names = vpcs.flatMap(({ id, label }) => [id, ...(label === undefined ? [] : [label])]);
  const meant = orChoose(wanted, names).startsWith("; did") ? orChoose(wanted, names) : "";
  throw new AdoptError([`${source} has no VPC ${wanted}${meant}; there: ${listed(vpcs.map(inWords))}`]);
}

function inWords({ id, label, ranges }: ObservedVpc): string {
  return `${id} (${[label, ranges[0]].filter((part) => part !== undefined).join(", ") || "no range"})`;
}
