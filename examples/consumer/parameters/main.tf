# Outputs by SSM parameters: for those who must not read a state.

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.apps_account]

  dynamic "assume_role" {
    for_each = var.deploy_role[*]
    content {
      role_arn = assume_role.value
    }
  }
}

locals {
  from_apps = toset([
    "access_point_arns",
    "access_point_ids",
    "efs_client_security_group_ids",
    "file_system_arns",
    "file_system_ids",
    "private_subnet_ids",
  ])
  # Maps and lists are published as JSON. `value` would be marked sensitive, and no for_each takes that.
  apps = { for name, parameter in data.aws_ssm_parameter.apps : name => jsondecode(parameter.insecure_value) }
}

# Another account's, shared by RAM: found by the whole ARN only.
data "aws_ssm_parameter" "resolver_rule_ids" {
  name = "arn:aws:ssm:${var.region}:${var.network_account}:parameter${var.path}/shared-network/resolver_rule_ids"
}

# The same account's: the name is enough.
data "aws_ssm_parameter" "apps" {
  for_each = local.from_apps
  name     = "${var.path}/vpc-apps/${each.key}"
}

data "aws_ssm_parameter" "vpc_id" {
  name = "${var.path}/vpc-apps/vpc_id"
}

module "reports" {
  source = "../reports"

  name         = "reports-by-parameters"
  image        = var.image
  own_vpc_cidr = "10.41.0.0/24"

  resolver_rule_ids = jsondecode(data.aws_ssm_parameter.resolver_rule_ids.insecure_value)

  vpc_id                   = data.aws_ssm_parameter.vpc_id.insecure_value
  subnet_ids               = local.apps["private_subnet_ids"]
  client_security_group_id = local.apps["efs_client_security_group_ids"]["content"]
  file_system = {
    id               = local.apps["file_system_ids"]["content"]
    arn              = local.apps["file_system_arns"]["content"]
    access_point_id  = local.apps["access_point_ids"]["content/web"]
    access_point_arn = local.apps["access_point_arns"]["content/web"]
  }
}

output "own_vpc_id" {
  value = module.reports.own_vpc_id
}
