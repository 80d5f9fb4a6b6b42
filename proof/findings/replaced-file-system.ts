/** A file system that a plan replaces comes back empty (EFS-12). */
import { type Facts } from "../facts";
import { type Finding } from "../verdict";
import { type FindingCheck } from "./finding";

export const replacedFileSystem: FindingCheck = {
  name: "replaced-file-system",
  rules: ["EFS-12"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const { address, action } of graph.all("aws_efs_file_system")) {
      if (action !== "replace") continue;
      yield {
        rule: "EFS-12",
        severity: "error",
        resource: address,
        detail: "is deleted with all its files, and created anew, empty",
        fix:
          `take back the change of ${address} that forces replacement ` +
          "(availability_zone_name, creation_token, encrypted, kms_key_id, performance_mode), and set prevent_destroy",
      };
    }
  },
};
