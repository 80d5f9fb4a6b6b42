import { gzipSync } from "node:zlib";

import { hostOf } from "../../../proof/user-data/host";
import { ecsSetting, hostsAddress, nameServers } from "../../../proof/user-data/host-files";
import { hole } from "../../../proof/user-data/host-state";
import { scripts } from "./scripts";

const bash = (script: string) => `#!/bin/bash\n${script}\n`;
const serversOf = (userData: string) => nameServers(hostOf(userData).resolvConf.text);
const loopback = "echo nameserver 127.0.0.1 > /etc/resolv.conf";

describe.each(scripts)("$name", ({ script, nameServers: servers, hosts = [] }) => {
  it("gives these name servers and hosts", () => {
    const host = hostOf(bash(script));
    expect(host.doubts).toEqual([]);
    expect(nameServers(host.resolvConf.text)).toEqual(servers);
    expect(host.hosts.text).toBe(["127.0.0.1 localhost", ...hosts, ""].join("\n"));
  });
});

describe("values that only the host knows", () => {
  it.each([
    ["a substitution", "echo nameserver $(hostname -I) > /etc/resolv.conf"],
    ["the environment", "echo nameserver $DNS > /etc/resolv.conf"],
    ["a condition", "if grep -q x /etc/os-release; then echo nameserver 127.0.0.1 > /etc/resolv.conf; fi"],
    ["a query before it", "command -v dnsmasq && echo nameserver 127.0.0.1 > /etc/resolv.conf"],
    ["a download", "curl -o /etc/resolv.conf https://example.com/resolv.conf"],
    ["resolvectl", "resolvectl dns eth0 10.2.0.1"],
    ["nmcli", "nmcli con mod eth0 ipv4.dns 10.2.0.1"],
    ["resolved's settings", "echo DNS=127.0.0.1 >> /etc/systemd/resolved.conf"],
    ["NetworkManager", "printf '[main]\\ndns=dnsmasq\\n' > /etc/NetworkManager/conf.d/dns.conf"],
    ["ifcfg", "echo PEERDNS=no >> /etc/sysconfig/network-scripts/ifcfg-eth0"],
    ["python that may do anything to it", "awk '{print}' x > /etc/resolv.conf"],
  ])("make the name servers unknown with %s", (_, script) => {
    expect(serversOf(bash(script))).toContain(hole);
  });

  it.each([
    ["a script of elsewhere", "curl -s https://example.com/setup.sh | bash"],
    ["python", "python3 -c 'print(1)'"],
    ["a program of the image", "/opt/company/bootstrap"],
    ["eval of what is not known", 'eval "$SETUP"'],
    ["a file of the image", ". /opt/company/env.sh"],
    ["a syntax error", "if true; then"],
  ])("reports a doubt for %s", (_, script) => {
    expect(hostOf(bash(script)).doubts).toEqual([expect.any(String)]);
  });

  it("reports a doubt for other interpreters and downloads at boot", () => {
    expect(hostOf("#!/usr/bin/env python3\nprint(1)").doubts).toEqual(["it holds a script for python3"]);
    expect(hostOf("#include\nhttps://example.com/setup").doubts).toEqual([
      "it holds an #include file, which is fetched at boot",
    ]);
  });
});

describe("encodings", () => {
  it.each([
    ["base64", Buffer.from(bash(loopback)).toString("base64")],
    ["gzip in base64", gzipSync(bash(loopback)).toString("base64")],
    [
      "a MIME part in base64",
      [
        'Content-Type: multipart/mixed; boundary="MIMEBOUNDARY"',
        "MIME-Version: 1.0",
        "",
        "--MIMEBOUNDARY",
        "Content-Transfer-Encoding: base64",
        "Content-Type: text/x-shellscript",
        "Mime-Version: 1.0",
        "",
        Buffer.from(bash(loopback)).toString("base64"),
        "--MIMEBOUNDARY--",
      ].join("\r\n"),
    ],
    ["cloud-config's runcmd", `#cloud-config\nruncmd:\n  - ${loopback}\n`],
    ["an argument vector", `#cloud-config\nruncmd:\n  - [bash, -c, "${loopback}"]\n`],
    [
      "write_files",
      "#cloud-config\nwrite_files:\n  - path: /etc/resolv.conf\n    content: |\n      nameserver 127.0.0.1\n",
    ],
    [
      "write_files in base64",
      `#cloud-config\nwrite_files:\n  - path: /etc/resolv.conf\n    encoding: b64\n    content: ${Buffer.from("nameserver 127.0.0.1\n").toString("base64")}\n`,
    ],
    ["the resolv_conf module", "#cloud-config\nmanage_resolv_conf: true\nresolv_conf:\n  nameservers: [127.0.0.1]\n"],
    ["dhclient.conf", bash("echo 'supersede domain-name-servers 127.0.0.1;' >> /etc/dhcp/dhclient.conf\ndhclient")],
  ])("reads %s", (_, userData) => {
    expect(serversOf(userData)).toEqual(["127.0.0.1"]);
  });

  it("ignores the resolv_conf module unless it is enabled", () => {
    expect(serversOf("#cloud-config\nresolv_conf:\n  nameservers: [127.0.0.1]\n")).toEqual(["dhcp"]);
  });

  it("reads Bottlerocket's settings", () => {
    const host = hostOf('[settings.ecs]\ncluster = "web"\n');
    expect(ecsSetting(host.ecsConfig.text, "ECS_CLUSTER")).toBe("web");
    expect(serversOf('[settings.dns]\nname-servers = ["127.0.0.1"]\n')).toEqual([hole]);
  });
});

describe("hosts", () => {
  const name = "fs-0123.efs.us-east-1.amazonaws.com";

  it("matches whole names, uses the first line, and ignores comments", () => {
    expect(hostsAddress(`10.0.0.9 ${name}\n10.0.0.8 ${name}\n`, name)).toBe("10.0.0.9");
    expect(hostsAddress(`10.0.0.9 other ${name.toUpperCase()}\n`, name)).toBe("10.0.0.9");
    expect(hostsAddress(`# 10.0.0.9 ${name}\n10.0.0.9 fs-01234.efs.us-east-1.amazonaws.com\n`, name)).toBeUndefined();
    expect(hostsAddress(`${hole} ${name}\n`, name)).toBe(hole);
    expect(hostsAddress(`10.0.0.9 ${hole}.efs.us-east-1.amazonaws.com\n`, name)).toBe(hole);
  });
});

describe("ecs.config", () => {
  it("uses the last setting", () => {
    expect(ecsSetting("ECS_CLUSTER=a\n ECS_CLUSTER=b \n", "ECS_CLUSTER")).toBe("b");
    expect(ecsSetting("ECS_CLUSTER='b'\n", "ECS_CLUSTER")).toBe("'b'");
    expect(ecsSetting("ECS_CLUSTER = b\n", "ECS_CLUSTER")).toBeUndefined();
    expect(ecsSetting("# ECS_CLUSTER=a\n", "ECS_CLUSTER")).toBeUndefined();
  });
});

describe("set -u", () => {
  it.each([
    "set -euo pipefail\necho $zone",
    'set -u\nlocal kept\necho "$kept"',
    "set -o nounset\nfor one in $zones; do echo $one; done",
  ])("exits in %j if a variable is not set", (script) => {
    expect(hostOf(`#!/bin/bash\n${script}\n`).doubts).toEqual([expect.stringMatching(/^it ends where it uses \$/)]);
  });

  it.each([
    "echo $zone",
    "set -u\necho ${zone:-a} $HOME $1 $?",
    "set -u\nzone=a\necho $zone",
    "set -u\nset +u\necho $zone",
    "set -u\nread -r zone </etc/zone\necho $zone",
    "set -u\n. /etc/os-release\necho $VERSION_ID",
    "set -u\nif grep -q a /etc/zone; then zone=a; fi\necho $zone",
    ": ${zone:=a}\nset -u\necho $zone",
  ])("continues in %j", (script) => {
    expect(hostOf(`#!/bin/bash\n${script}\n`).doubts).toEqual([]);
  });
});

test("aws is not called in a Region that does not exist", () => {
  const doubts = (region: string) => hostOf(`#!/bin/bash\naws efs describe-mount-targets --region ${region}\n`).doubts;
  expect(doubts("eu-central-1")).toEqual([]);
  expect(doubts("us-gov-west-1")).toEqual([]);
  expect(doubts("eu-central")).toEqual([expect.stringContaining("no Region")]);
});
