/**
 * A hop asks one question of a mount path. If it does not apply, it returns nothing; if it cannot know the answer, it
 * never passes and says what would settle it.
 *
 * ```ts
 * export const vpc: Hop<"vpc"> = {
 *   name: "vpc",
 *   evaluate: (path, facts) => …  passes("EFS-04", "aws_vpc.apps", "task subnet and mount targets are in aws_vpc.apps")
 * };
 * ```
 */
import { type Facts } from "../facts";
import { type HopAnswer } from "../hop-answer";
import { type HopName } from "../verdict";
import { type MountPath } from "../workloads/mount-path";
import { placeOf } from "../workloads/path-place";

export interface Hop<Name extends HopName = HopName> {
  readonly name: Name;
  /** Whether it also applies to volumes that are not EFS volumes. @default false */
  readonly asksForAnyVolume?: boolean;
  /** Paths with the same key share one answer. @default every path has its own answer */
  sameFor?(path: MountPath, facts: Facts): string | undefined;
  evaluate(path: MountPath, facts: Facts): HopAnswer | undefined;
}

/** Key for hops that depend on the workload and its volume, but not on the subnet. */
export function sameMount({ mountId }: MountPath): string {
  return mountId;
}

/** Key for hops that depend on how a VPC resolves the name of a file system. */
export function sameVpcAndFileSystem(path: MountPath, facts: Facts): string | undefined {
  return placeOf(facts, path).vpcAndFileSystem;
}
