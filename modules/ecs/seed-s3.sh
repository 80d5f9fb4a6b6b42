# shellcheck shell=sh disable=SC2154
# Objects below a prefix: seed TARGET BUCKET PREFIX
target=$1
bucket=$2
prefix=$3
keys=$(aws s3api list-objects-v2 --bucket "$bucket" --prefix "$prefix" --query 'Contents[].[Key]' --output text)
missing=
while IFS= read -r key; do
  case $key in '' | None) continue ;; esac
  [ -e "$target/${key#"$prefix"}" ] || missing=yes
done <<END
$keys
END
if [ -z "$missing" ]; then
  echo "nothing of s3://$bucket/$prefix is missing"
  exit 0
fi
stage "$target"
aws s3 cp --recursive --no-progress "s3://$bucket/$prefix" "$staged"
place "$staged" "$target"
