variable "name" {
  description = "Begins the name of everything here."
  type        = string
}

variable "image" {
  description = "Private ECR image of the service; the VPC has no way to public registries."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the tasks by Availability Zone: `private_subnet_ids` of the VPC's stack."
  type        = map(string)
}

variable "client_security_group_id" {
  description = "The group whose members reach the mount targets: `efs_client_security_group_ids`."
  type        = string
}

variable "file_system" {
  description = "The file system and the access point that the service mounts."
  type = object({
    id               = string
    arn              = string
    access_point_id  = string
    access_point_arn = string
  })
}

variable "vpc_id" {
  description = "The VPC of those subnets."
  type        = string
}

variable "own_vpc_cidr" {
  description = "Range of the team's own VPC, which resolves names as all others do."
  type        = string
}

variable "resolver_rule_ids" {
  description = "Resolver rules by domain: `resolver_rule_ids` of shared-network."
  type        = map(string)
}
