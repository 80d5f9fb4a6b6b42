variable "path" {
  description = "`publish.ssm` in the platform team's file."
  type        = string
  default     = "/network"
}

variable "network_account" {
  description = "12-digit id of the account of shared-network."
  type        = string
  default     = "111111111111"
}

variable "apps_account" {
  description = "12-digit id of the account of vpc-apps, which this is applied to."
  type        = string
  default     = "222222222222"
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "deploy_role" {
  description = "The role of that account that this is applied with."
  type        = string
  default     = null
}

variable "image" {
  type    = string
  default = "222222222222.dkr.ecr.us-east-1.amazonaws.com/reports:1"
}
