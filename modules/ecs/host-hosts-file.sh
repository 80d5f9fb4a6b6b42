# shellcheck shell=bash disable=SC2154
# The mount targets of this host's zone in /etc/hosts, as they are now: for networks whose resolver does not know them.
metadata() {
  local token
  token=$(curl -fsS --max-time 10 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
  curl -fsS --max-time 10 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

# The address of a file system's mount target in a zone, or None: address_of FILE_SYSTEM ZONE
address_of() {
  aws efs describe-mount-targets --region "$region" --file-system-id "$1" --output text \
    --cli-connect-timeout 5 --cli-read-timeout 10 \
    --query "MountTargets[?AvailabilityZoneName=='$2'].IpAddress | [0]"
}

# Replaces what an earlier run wrote. In place, since containers may have this very file mounted.
write_hosts() {
  local kept
  kept=$(sed '/^# mountpath begin$/,/^# mountpath end$/d' /etc/hosts)
  printf '%s\n# mountpath begin\n%s# mountpath end\n' "$kept" "$entries" >/etc/hosts
}

ensure_efs
if ! command -v aws >/dev/null; then retry dnf install -y awscli-2; fi
zone=$(retry metadata placement/availability-zone)
# The file systems stand in a tag, since their ids are known to the launch template alone.
file_systems=$(retry metadata tags/instance/mountpath.file-systems)
entries=
for file_system in $file_systems; do
  address=$(retry address_of "$file_system" "$zone")
  if [[ $address =~ ^[0-9]+(\.[0-9]+){3}$ ]]; then
    entries+="$address $file_system.efs.$region.$service_domain"$'\n'
    log "$file_system is $address in $zone"
  else
    log "$file_system has no mount target in $zone"
  fi
done
write_hosts
join hosts-file
