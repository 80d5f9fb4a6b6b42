# shellcheck shell=bash disable=SC2154
# A cache on the loopback address, and the VPC's resolver second: mounts of awsvpc tasks are made inside the task's
# network namespace with this host's resolv.conf, and the cache does not listen there (ECS-18).
ensure_efs
if ! command -v dnsmasq >/dev/null; then retry dnf install -y dnsmasq; fi
install_file /etc/dnsmasq.d/mountpath.conf <<END
listen-address=127.0.0.1
bind-interfaces
no-resolv
server=$amazon_resolver
cache-size=1000
END
systemctl enable dnsmasq
systemctl restart dnsmasq
systemctl is-active --quiet dnsmasq
# systemd-resolved keeps a link here, and leaves a file alone.
install_file /etc/resolv.conf <<END
$resolv_conf
END
log "resolves through dnsmasq, then $amazon_resolver"
join dnsmasq
