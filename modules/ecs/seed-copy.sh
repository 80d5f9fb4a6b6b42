# shellcheck shell=sh disable=SC2154
# A directory of the image: seed TARGET SOURCE
target=$1
stage "$target"
cp -R "$2/." "$staged"
place "$staged" "$target"
