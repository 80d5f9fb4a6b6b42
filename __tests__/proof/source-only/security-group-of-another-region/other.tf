provider "aws" {
  alias  = "other"
  region = "us-east-1"
}
