import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { type Construct } from "constructs";

import { literal } from "../literal";

export interface AccessPointProps {
  /** Directory that clients see as `/`, at most four levels deep (EFS-06). */
  readonly path: string;
  /** User and group that every client acts as, and that own the directory if it is created. */
  readonly uid: number;
  readonly gid: number;
  readonly secondaryGids?: readonly number[];
  /** Octal mode of the directory if it is created. @default "0755" */
  readonly permissions?: string;
}

/** Every change of an access point except its tags replaces it, and running tasks lose their mount (EFS-06). */
export function newAccessPoint(
  scope: Construct,
  id: string,
  fileSystemId: string,
  { path, uid, gid, secondaryGids, permissions }: AccessPointProps,
): EfsAccessPoint {
  return new EfsAccessPoint(scope, id, {
    fileSystemId,
    posixUser: { uid, gid, secondaryGids: secondaryGids && [...secondaryGids] },
    // Without complete creation info, a missing directory makes the mount fail (EFS-06).
    rootDirectory: {
      path: literal(path),
      creationInfo: { ownerUid: uid, ownerGid: gid, permissions: permissions ?? "0755" },
    },
    tags: { Name: id },
  });
}
