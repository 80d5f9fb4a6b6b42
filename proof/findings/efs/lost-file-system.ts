/** A file system that a plan destroys or replaces, which deletes its files (EFS-12). */
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const lostFileSystem: FindingCheck = {
  name: "lost-file-system",
  rules: ["EFS-12"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const { address, action } of graph.all("aws_efs_file_system")) {
      if (action === "replace") {
        yield {
          rule: "EFS-12",
          severity: "error",
          resource: address,
          detail: "is replaced: all files are deleted, and the new file system is empty",
          fix:
            `revert the change of ${address} that forces replacement ` +
            "(availability_zone_name, creation_token, encrypted, kms_key_id, performance_mode), and set prevent_destroy",
        };
      }
      // A replacement is never intended; a deletion may be.
      if (action === "delete") {
        yield {
          rule: "EFS-12",
          severity: "warning",
          resource: address,
          detail: "is deleted with all its files",
          fix: `keep ${address} in the configuration, or remove it only from the state: terraform state rm '${address}'`,
        };
      }
    }
  },
};
