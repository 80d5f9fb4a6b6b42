# shellcheck shell=bash disable=SC2154
# A cache on the loopback address, and the VPC's resolver second: mounts of awsvpc tasks are made inside the task's
# network namespace with this host's name servers, and the cache does not listen there (ECS-18).
ensure_efs
if ! command -v dnsmasq >/dev/null; then retry dnf install -y dnsmasq; fi
cat >/etc/dnsmasq.d/mountpath.conf <<END
listen-address=127.0.0.1
bind-interfaces
no-resolv
server=169.254.169.253
cache-size=1000
END
systemctl enable dnsmasq
systemctl restart dnsmasq
systemctl is-active --quiet dnsmasq
# Moved into place: /etc/resolv.conf is a link to a file that something else writes, and never half written.
cat >/etc/resolv.conf.new <<END
nameserver 127.0.0.1
nameserver 169.254.169.253
search $search_domain
options timeout:1 attempts:5
END
mv -f /etc/resolv.conf.new /etc/resolv.conf
# Where nsswitch.conf names `resolve`, glibc asks systemd-resolved past resolv.conf and past the task's namespace.
if systemctl is-active --quiet systemd-resolved; then systemctl disable --now systemd-resolved; fi
log "asks dnsmasq, then the VPC's resolver"
join dnsmasq
