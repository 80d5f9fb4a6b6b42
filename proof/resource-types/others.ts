/** Types that the proof does not evaluate, but that can be the origin of values. */
import { type ResourceType, type Service } from "./resource-type";

const passesOn: ResourceType = { gives: "anything" };
const givesNoIds: ResourceType = { gives: "nothing" };

export const others: Service = {
  types: {
    aws_availability_zones: givesNoIds,
    aws_caller_identity: givesNoIds,
    aws_partition: givesNoIds,
    aws_region: givesNoIds,
    aws_cloudcontrolapi_resource: passesOn,
    aws_cloudformation_export: passesOn,
    aws_cloudformation_stack: passesOn,
    aws_cloudformation_stack_set: passesOn,
    aws_lambda_invocation: passesOn,
    aws_lambda_permission: {
      opens: [
        {
          form: "principal",
          attribute: "principal",
          restrictedBy: ["source_account", "source_arn", "principal_org_id", "event_source_token"],
        },
      ],
    },
    aws_lambda_function_url: {
      opens: [
        {
          form: "value",
          attribute: "authorization_type",
          is: "NONE",
          what: "lets everyone call the function by its URL",
          todo: 'set authorization_type = "AWS_IAM"',
        },
      ],
    },
    aws_servicecatalog_provisioned_product: passesOn,
    null_resource: passesOn,
    terraform_data: { ...passesOn, copies: { output: "input" } },
    aws_directory_service_directory: {
      creates: { security_group_id: { type: "aws_security_group", manageable: true } },
    },
    aws_workspaces_directory: {
      creates: { workspace_security_group_id: { type: "aws_security_group", manageable: true } },
    },
    aws_sagemaker_domain: {
      creates: { home_efs_file_system_id: { type: "aws_efs_file_system", manageable: true } },
    },
  },
};
