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
    aws_backup_plan: {
      destruction: { means: "what it selects is no longer backed up", onlyDeleted: true },
      withdraws: [
        {
          form: "shrinks",
          attribute: "rule.lifecycle.delete_after",
          means: "deletes recovery points earlier",
          todo: "keep delete_after, or check that nobody needs the older recovery points",
          data: true,
        },
        {
          form: "loses",
          attribute: "rule",
          member: "rule_name",
          means: "so what the plan selects is backed up less often",
          todo: "keep the rule, or check that the other rules are enough",
        },
      ],
    },
    aws_backup_selection: { destruction: { means: "what it selects is no longer backed up", onlyDeleted: true } },
    aws_backup_vault_lock_configuration: {
      destruction: { means: "recovery points of its vault can be deleted early", onlyDeleted: true },
    },
    aws_backup_vault_policy: { opens: [{ form: "policy", attribute: "policy", of: "resource" }] },
  },
};
