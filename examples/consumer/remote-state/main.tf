# Outputs by remote state: for those who may read the whole of both states.

provider "aws" {
  region              = var.region
  allowed_account_ids = [split(":", data.terraform_remote_state.apps.outputs.file_system_arns["content"])[4]]

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

  # Not by way of a local: plans don't show what is in one, so that nobody could tell from the plan whether it mounts.
  resolver_rule_ids = data.terraform_remote_state.network.outputs.resolver_rule_ids

  vpc_id                   = data.terraform_remote_state.apps.outputs.vpc_id
  subnet_ids               = data.terraform_remote_state.apps.outputs.private_subnet_ids
  client_security_group_id = data.terraform_remote_state.apps.outputs.efs_client_security_group_ids["content"]
  file_system = {
    id               = data.terraform_remote_state.apps.outputs.file_system_ids["content"]
    arn              = data.terraform_remote_state.apps.outputs.file_system_arns["content"]
    access_point_id  = data.terraform_remote_state.apps.outputs.access_point_ids["content/web"]
    access_point_arn = data.terraform_remote_state.apps.outputs.access_point_arns["content/web"]
  }
}

output "own_vpc_id" {
  value = module.reports.own_vpc_id
}
