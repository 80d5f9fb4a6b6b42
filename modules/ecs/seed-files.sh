# shellcheck shell=sh disable=SC2154
# Inline files: seed TARGET [PATH CONTENT]…
target=$1
shift
stage "$target"
while [ $# -ge 2 ]; do
  case $1 in */*) mkdir -p "$staged/${1%/*}" ;; esac
  printf '%s' "$2" >"$staged/$1"
  shift 2
done
place "$staged" "$target"
