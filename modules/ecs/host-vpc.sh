# shellcheck shell=bash
ensure_efs
join vpc
