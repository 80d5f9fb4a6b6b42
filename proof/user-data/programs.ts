/** Programs that are common in user data, by their effect on a host's name resolution or on the ECS agent. */

/** Prefix commands, with their options that take a value. */
export const prefixes: ReadonlyMap<string, string> = new Map([
  ["sudo", "ugC"],
  ["env", "uC"],
  ["nohup", ""],
  ["exec", "a"],
  ["command", ""],
  ["builtin", ""],
  ["nice", "n"],
  ["ionice", "cn"],
  ["time", ""],
  ["stdbuf", "ioe"],
]);

/** Programs whose exit status is not known. */
export const queries: ReadonlySet<string> = new Set([
  "[", "test", "grep", "egrep", "fgrep", "command", "which", "type", "hash", "id", "getent", "pgrep", "pidof", "diff", "cmp",
  "ping", "nc", "mountpoint", "findmnt", "host", "dig", "nslookup",
]); // prettier-ignore

/** Programs that don't change resolv.conf, hosts and the agent's configuration, whatever their arguments. */
export const harmless: ReadonlySet<string> = new Set([
  ...queries,
  "apt", "apt-get", "dnf", "yum", "microdnf", "rpm", "dpkg", "snap", "pip", "pip3", "npm", "gem", "amazon-linux-extras",
  "apt-key", "add-apt-repository", "yum-config-manager", "needs-restarting", "update-alternatives", "alternatives",
  "systemctl", "service", "chkconfig", "update-rc.d", "initctl", "start", "stop", "restart", "status", "systemd-tmpfiles", "journalctl",
  "aws", "curl", "wget", "jq", "awk", "gawk", "cut", "tr", "head", "tail", "sort", "uniq", "wc", "date", "seq", "basename", "dirname",
  "readlink", "realpath", "stat", "file", "ls", "find", "df", "du", "free", "uname", "hostname", "hostnamectl", "timedatectl",
  "localectl", "whoami", "ps", "kill", "pkill", "killall", "sleep", "usleep", "logger", "true", "false", ":", "yes", "xxd",
  "mkdir", "rmdir", "touch", "chmod", "chown", "chgrp", "chattr", "chcon", "restorecon", "setfacl", "install", "base64", "gzip", "gunzip",
  "zcat", "tar", "unzip", "zip", "md5sum", "sha256sum", "openssl", "gpg", "ssh-keygen", "useradd", "usermod", "userdel", "groupadd",
  "gpasswd", "passwd", "chpasswd", "su", "loginctl", "sysctl", "modprobe", "lsmod", "ulimit", "umask", "swapon", "swapoff", "mkswap",
  "fallocate", "dd", "mkfs", "mkfs.ext4", "mkfs.xfs", "resize2fs", "xfs_growfs", "growpart", "lsblk", "blkid", "parted", "mount", "umount",
  "setenforce", "getenforce", "semanage", "setsebool", "iptables", "ip6tables", "ip", "ethtool", "firewall-cmd", "ufw", "docker", "containerd",
  "ctr", "nvidia-smi", "nvidia-ctk", "cfn-signal", "cfn-init", "ec2-metadata", "amazon-cloudwatch-agent-ctl", "git", "pwd", "cd", "pushd", "popd",
  "set", "shopt", "trap", "wait", "jobs", "bg", "fg", "disown", "alias", "unalias", "unset", "getopts", "let", "times", "history", "expr",
  "sync", "reboot", "shutdown", "poweroff", "halt", "dracut", "update-initramfs", "grubby", "ldconfig", "depmod", "udevadm", "tuned-adm",
  "crontab", "at", "screen", "tmux", "flock", "mktemp", "rsync", "scp", "ssh", "nproc", "lscpu", "dmidecode", "lspci", "tty", "stty", "clear",
]); // prettier-ignore

/** Programs that change a host's name servers in ways that are not modeled. */
export const nameServerTools: ReadonlySet<string> = new Set([
  "nmcli", "nmtui", "resolvectl", "systemd-resolve", "resolvconf", "openresolv", "netplan", "networkctl", "dhcpcd", "authconfig",
  "authselect", "realm", "adcli", "net", "sssctl", "ipa-client-install", "netconfig",
]); // prettier-ignore

/** Files from which other programs generate resolv.conf. */
export const nameServerSettings =
  /^\/etc\/(?:systemd\/(?:resolved\.conf|network\/)|netplan\/|NetworkManager\/|sysconfig\/network|network\/interfaces|resolvconf|nsswitch\.conf|dhcpcd\.conf|cloud\/cloud\.cfg)/;
