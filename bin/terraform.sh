#!/bin/sh
# Terraform as cdktf should start it: TERRAFORM_BINARY_NAME="$PWD/bin/terraform.sh" npx cdktf deploy ...
#
# cdktf 0.21 exits as soon as a failing Terraform exits, so Terraform's last output, its error, is never shown. This
# script exits a moment later, after cdktf has read it.
trap : INT # also sent to Terraform, whose end is waited for
terraform "$@"
code=$?
[ "$code" -eq 0 ] || sleep 0.5
exit "$code"
