# shellcheck shell=sh
# Puts the cache first in resolv.conf and becomes the program: use-dns-cache FROM TO PROGRAM [ARGUMENT…]
# Nothing but the shell's own commands: an application's image need not have any others.
from=$1
to=$2
shift 2
if ! while IFS= read -r line; do printf '%s\n' "$line"; done <"$from" >"$to"; then
  echo "mountpath: $to can't be written, so names are not cached: run this container as root" >&2
fi
exec "$@"
