import { fixtureResult } from "../fixture-result";

describe("host-dns", () => {
  it("passes with resolv.conf as written by DHCP", () => {
    expect(fixtureResult("host-dns", "host-dns/hosts-with-the-vpc-resolver")).toEqual({
      hop: "host-dns",
      verdict: "passes",
      rule: "ECS-18",
      resource: "aws_launch_template.general",
      detail: "resolv.conf keeps the name servers from DHCP",
    });
  });

  it("passes with the VPC's resolver after the cache", () => {
    expect(fixtureResult("host-dns", "host-dns/dnsmasq-with-the-vpc-resolver-second")).toEqual({
      hop: "host-dns",
      verdict: "passes",
      rule: "ECS-18",
      resource: "aws_launch_template.cached",
      detail: "resolv.conf also names 169.254.169.253",
    });
  });

  it("passes on the hosts that a placement constraint allows", () => {
    expect(fixtureResult("host-dns", "host-dns/kept-off-dnsmasq-hosts-by-a-constraint")).toEqual({
      hop: "host-dns",
      verdict: "passes",
      rule: "ECS-18",
      resource: "aws_launch_template.plain",
      detail: "resolv.conf keeps the name servers from DHCP",
    });
  });

  it("fails with only a loopback address in resolv.conf", () => {
    expect(fixtureResult("host-dns", "host-dns/dnsmasq-on-loopback-alone")).toEqual({
      hop: "host-dns",
      verdict: "fails",
      rule: "ECS-18",
      resource: "aws_launch_template.cached",
      detail: "resolv.conf of its hosts names only 127.0.0.1, which does not answer in the task's network namespace",
      fix: "add nameserver 169.254.169.253 to resolv.conf in the user data of aws_launch_template.cached",
      terraform: [
        "# in aws_launch_template.cached, at the end of user_data",
        'echo "nameserver 169.254.169.253" >> /etc/resolv.conf',
      ].join("\n"),
    });
  });

  it("fails with only a loopback address in dhclient's configuration", () => {
    expect(fixtureResult("host-dns", "host-dns/dhclient-hands-out-loopback-alone")).toEqual({
      hop: "host-dns",
      verdict: "fails",
      rule: "ECS-18",
      resource: "aws_launch_template.cached",
      detail: "resolv.conf of its hosts names only 127.0.0.1, which does not answer in the task's network namespace",
      fix: "add nameserver 169.254.169.253 to resolv.conf in the user data of aws_launch_template.cached",
      terraform: [
        "# in aws_launch_template.cached, at the end of user_data",
        'echo "nameserver 169.254.169.253" >> /etc/resolv.conf',
      ].join("\n"),
    });
  });

  it("leaves open user data that is known only after apply", () => {
    expect(fixtureResult("host-dns", "host-dns/user-data-known-only-after-apply")).toEqual({
      hop: "host-dns",
      verdict: "unknown",
      rule: "ECS-18",
      resource: "aws_launch_template.general",
      detail: "its user data is not known: aws_efs_file_system.nexus.id",
      settle: "the user data of aws_launch_template.general, which the deployed state shows",
    });
  });

  it("leaves open the instances of another team's capacity provider", () => {
    expect(fixtureResult("host-dns", "host-dns/capacity-provider-of-another-team")).toEqual({
      hop: "host-dns",
      verdict: "unknown",
      rule: "ECS-18",
      resource: "aws_ecs_service.nexus",
      detail: "not known how its container instances resolve names",
      settle: 'add the plan or state that contains "platform-general" as another input',
    });
  });
});
