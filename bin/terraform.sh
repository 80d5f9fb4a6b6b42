#!/bin/sh
# Terraform as cdktf should start it: TERRAFORM_BINARY_NAME="$PWD/bin/terraform.sh" npx cdktf deploy ...
# `npm run deploy` does not need it.
#
# cdktf 0.21 exits as soon as a failing Terraform exits, so what it has not read from the terminal by then is never shown:
# Terraform's error. Writing more than a terminal's buffer holds (at most 16 KiB on Linux) ends only after the reader has
# read all that came before, however busy the machine is. Terminals ignore the character 0, and cdktf shows no line without an
# end.
trap : INT # also sent to Terraform, whose end is waited for
terraform "$@"
code=$?
if [ "$code" -ne 0 ] && [ -t 1 ]; then
  dd if=/dev/zero bs=1024 count=64 2>/dev/null
fi
exit "$code"
