# shellcheck shell=sh
# Puts what is staged below one directory in its place below another, and leaves alone what is there already. A hard
# link is made whole or not at all, and never over a file: tasks that start at once don't meet half a file.
place() (
  for from in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$from" ] || [ -L "$from" ] || continue
    to=$2/${from##*/}
    if [ -d "$from" ] && [ ! -L "$from" ]; then
      mkdir -p "$to" && place "$from" "$to" || exit 1
    elif ln "$from" "$to" 2>/dev/null; then
      echo "wrote $to"
    elif [ -e "$to" ] || [ -L "$to" ]; then
      echo "kept $to"
    else
      echo "$to can't be written" >&2
      exit 1
    fi
  done
)

# A directory of its own on the same file system, gone when the script ends: stage TARGET
stage() {
  read -r id </proc/sys/kernel/random/uuid
  staged=$1/.mountpath-seed-$id
  mkdir "$staged"
  trap 'rm -rf "$staged"' EXIT
}
