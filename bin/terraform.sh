#!/bin/sh
# Terraform as cdktf should start it: TERRAFORM_BINARY_NAME="$PWD/bin/terraform.sh" npx cdktf deploy ...
#
# cdktf 0.21 ends as soon as a failing Terraform does, and what Terraform said last, its error, is never shown. Here
# Terraform ends a moment later, once it has been read.
trap : INT # also sent to Terraform, whose end is waited for
terraform "$@"
code=$?
[ "$code" -eq 0 ] || sleep 0.5
exit "$code"
