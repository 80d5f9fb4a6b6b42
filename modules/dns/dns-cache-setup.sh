# shellcheck shell=sh
# Hands the DNS cache's files to the task's other containers: dns-cache-setup DIRECTORY BUSYBOX
set -eu
directory=$1
busybox=$2
printf '%s\n' "$COREFILE" >"$directory/Corefile"
printf '%s\n' "$RESOLV_CONF" >"$directory/resolv.conf"
printf '%s\n' "$USE_DNS_CACHE" >"$directory/use-dns-cache"
"$busybox" cp "$busybox" "$directory/busybox"
# CoreDNS and the applications may run as anybody.
"$busybox" chmod 0755 "$directory" "$directory/busybox"
"$busybox" chmod 0644 "$directory/Corefile" "$directory/resolv.conf" "$directory/use-dns-cache"
