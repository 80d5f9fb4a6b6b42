# shellcheck shell=bash disable=SC2154
# A container instance's start: names first, then the agent. Runs as root from user data, before the agent does.
set -Eeuo pipefail

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

# The agent joins the cluster, with an attribute that says how this host finds file systems: join RESOLVE
join() {
  cat >/etc/ecs/ecs.config <<END
ECS_CLUSTER=$cluster
ECS_INSTANCE_ATTRIBUTES={"mountpath.resolve":"$1"}
ECS_AWSVPC_BLOCK_IMDS=true
END
  log "joins $cluster as mountpath.resolve=$1"
}

# Services with EFS volumes are kept off a host that could not be prepared. -E above: functions inherit the trap.
trap 'log "could not be prepared"; join unprepared' ERR

ensure_efs() {
  # The mount helper and the agent's volume plugin are part of ECS's AMI (ECS-17); another image may lack them.
  if ! command -v mount.efs >/dev/null; then retry dnf install -y amazon-efs-utils; fi
  # Not waited for: the agent starts after this script.
  systemctl enable --now --no-block amazon-ecs-volume-plugin
}
