locals {
  rights = {
    mount = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"]
    write = ["elasticfilesystem:DescribeFileSystems"]
  }
}
