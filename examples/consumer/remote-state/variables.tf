variable "state_bucket" {
  description = "The bucket of `state` in the platform team's file."
  type        = string
}

variable "state_prefix" {
  description = "What the keys begin with: `state.keyPrefix`, if there is one, and the file's `name`."
  type        = string
  default     = "example"
}

variable "state_role" {
  description = "A role that may read both states. Default: the credentials that Terraform finds."
  type        = string
  default     = null
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "deploy_role" {
  description = "The role of the account of vpc-apps that this is applied with."
  type        = string
  default     = null
}

variable "image" {
  type    = string
  default = "222222222222.dkr.ecr.us-east-1.amazonaws.com/reports:1"
}
