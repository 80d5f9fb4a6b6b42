# Outputs by remote state: for those who may read the whole of both states.

provider "aws" {
  region              = var.region
  allowed_account_ids = [split(":", local.apps.file_system_arns["content"])[4]]

  dynamic "assume_role" {
    for_each = var.deploy_role[*]
    content {
      role_arn = assume_role.value
    }
  }
}

locals {
  state = {
    bucket      = var.state_bucket
    region      = var.region
    assume_role = var.state_role == null ? null : { role_arn = var.state_role }
  }
  network = data.terraform_remote_state.network.outputs
  apps    = data.terraform_remote_state.apps.outputs
}

data "terraform_remote_state" "network" {
  backend = "s3"
  config  = merge(local.state, { key = "${var.state_prefix}/shared-network.tfstate" })

  lifecycle {
    postcondition {
      condition     = can(self.outputs.resolver_rule_ids["amazonaws.com"])
      error_message = "shared-network has no output resolver_rule_ids[\"amazonaws.com\"]: ask for it to be deployed first"
    }
  }
}

data "terraform_remote_state" "apps" {
  backend = "s3"
  config  = merge(local.state, { key = "${var.state_prefix}/vpc-apps.tfstate" })

  lifecycle {
    postcondition {
      condition     = can(self.outputs.access_point_ids["content/web"])
      error_message = "vpc-apps has no output access_point_ids[\"content/web\"]: ask for it to be deployed first"
    }
  }
}

module "reports" {
  source = "../reports"

  name         = "reports-by-state"
  image        = var.image
  own_vpc_cidr = "10.40.0.0/24"

  resolver_rule_ids = local.network.resolver_rule_ids

  vpc_id                   = local.apps.vpc_id
  subnet_ids               = local.apps.private_subnet_ids
  client_security_group_id = local.apps.efs_client_security_group_ids["content"]
  file_system = {
    id               = local.apps.file_system_ids["content"]
    arn              = local.apps.file_system_arns["content"]
    access_point_id  = local.apps.access_point_ids["content/web"]
    access_point_arn = local.apps.access_point_arns["content/web"]
  }
}

output "own_vpc_id" {
  value = module.reports.own_vpc_id
}
