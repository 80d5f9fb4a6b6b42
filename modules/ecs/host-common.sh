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

# Writes what the agent reads when it starts, which is after this script: configure RESOLVE
# The file is replaced as a whole. An agent that finds no cluster in it joins the cluster "default".
configure() {
  printf '%s\n' "ECS_CLUSTER=$cluster" "ECS_INSTANCE_ATTRIBUTES={\"mountpath.resolve\":\"$1\"}" ECS_AWSVPC_BLOCK_IMDS=true \
    >/etc/ecs/ecs.config.new && mv -f /etc/ecs/ecs.config.new /etc/ecs/ecs.config
}

# The agent joins the cluster, with an attribute that says how this host finds file systems: join RESOLVE
join() {
  configure "$1"
  log "joins $cluster as mountpath.resolve=$1"
}

# Without a configuration, the agent must not start. A mask for this boot is left where /etc can't be written.
stay_out() {
  log "can't write /etc/ecs/ecs.config: the host does not join $cluster, and its agent is masked"
  systemctl mask --now --no-block ecs || systemctl mask --runtime --now --no-block ecs
  exit 1
}

# Written first and kept until the end: wherever this script stops, the host joins its own cluster and no other, and
# ECS places no service with EFS volumes on it.
configure unprepared || stay_out
trap '[ $? = 0 ] || log "could not be prepared"' EXIT

ensure_efs() {
  # The mount helper and the agent's volume plugin are part of ECS's AMI (ECS-17); another image may lack them.
  if ! command -v mount.efs >/dev/null; then retry dnf install -y amazon-efs-utils; fi
  # Not waited for: the agent starts after this script.
  systemctl enable --now --no-block amazon-ecs-volume-plugin
}
