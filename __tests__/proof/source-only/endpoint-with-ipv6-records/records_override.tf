resource "aws_vpc_endpoint" "registry" {
  dns_options {
    dns_record_ip_type = "ipv6"
  }
}
