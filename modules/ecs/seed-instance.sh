# shellcheck shell=bash disable=SC2154
# Mounts a file system over TLS, writes first files and stops. Runs as root from user data; what it does stands in
# /var/log/cloud-init-output.log and on the console.
set -euo pipefail
mount_directory=${MOUNTPATH_MOUNT:-/mnt/seed}
trap 'shutdown -h now' EXIT

retry() {
  local pause
  for pause in 1 2 4 8 16 32; do
    if "$@"; then return 0; fi
    echo "failed, again in $pause s: $*" >&2
    sleep "$pause"
  done
  "$@"
}

if ! command -v mount.efs >/dev/null; then retry dnf install -y amazon-efs-utils; fi
mkdir -p "$mount_directory"
retry mount -t efs -o "tls,iam,accesspoint=$access_point" "$file_system:/" "$mount_directory"
sh -c "$seed_script" seed "$mount_directory" "${arguments[@]}"
umount "$mount_directory"
