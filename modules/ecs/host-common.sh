# shellcheck shell=bash disable=SC2154
# A container instance's start: names first, then the agent. Runs as root from user data, before the agent does.
set -euo pipefail

log() {
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) mountpath: $*"
}

# Again and again, with longer and longer pauses: retry COMMAND [ARGUMENT…]
retry() {
  local pause
  for pause in 1 2 4 8 16 32; do
    if "$@"; then return 0; fi
    log "failed, again in $pause s: $*" >&2
    sleep "$pause"
  done
  "$@"
}

# What the agent reads when it starts, after this script: configure RESOLVE
configure() {
  cat >/etc/ecs/ecs.config <<END
ECS_CLUSTER=$cluster
ECS_INSTANCE_ATTRIBUTES={"mountpath.resolve":"$1"}
ECS_AWSVPC_BLOCK_IMDS=true
END
}

# The agent joins the cluster, with an attribute that says how this host finds file systems: join RESOLVE
join() {
  configure "$1"
  log "joins $cluster as mountpath.resolve=$1"
}

# First of all, and until the end: wherever this script stops, the host joins its own cluster and no other, and services
# with EFS volumes are kept off it.
configure unprepared
trap 'log "could not be prepared"' ERR

ensure_efs() {
  # The mount helper and the agent's volume plugin are part of ECS's AMI (ECS-17); another image may lack them.
  if ! command -v mount.efs >/dev/null; then retry dnf install -y amazon-efs-utils; fi
  # Not waited for: the agent starts after this script.
  systemctl enable --now --no-block amazon-ecs-volume-plugin
}
