/** AWS Backup. */
import { type Service } from "./resource-type";

export const backup: Service = {
  withoutAddresses: ["aws_backup_"],
  types: {
    aws_backup_vault: {
      destruction: {
        means: "its recovery points are lost (without force_destroy, AWS refuses while it has any)",
        data: true,
      },
    },
    aws_backup_plan: { destruction: { means: "what it selects is no longer backed up", onlyDeleted: true } },
    aws_backup_selection: { destruction: { means: "what it selects is no longer backed up", onlyDeleted: true } },
    aws_backup_vault_lock_configuration: {
      destruction: { means: "recovery points of its vault can be deleted early", onlyDeleted: true },
    },
    aws_backup_vault_policy: { opens: [{ form: "policy", attribute: "policy", of: "resource" }] },
  },
};
