/** Realistic user data scripts, with their effects on a host's files. */
export interface Script {
  readonly name: string;
  readonly script: string;
  /** Name servers of resolv.conf; `dhcp` stands for those of DHCP. */
  readonly nameServers: readonly string[];
  /** Lines of /etc/hosts beyond the first. @default none */
  readonly hosts?: readonly string[];
}

export const scripts: readonly Script[] = [
  { name: "nothing", script: "yum install -y jq", nameServers: ["dhcp"] },
  { name: "echo over it", script: "echo nameserver 127.0.0.1 > /etc/resolv.conf", nameServers: ["127.0.0.1"] },
  { name: "a comment", script: "# echo nameserver 127.0.0.1 > /etc/resolv.conf", nameServers: ["dhcp"] },
  {
    name: "a comment behind a command",
    script: "true # echo nameserver 127.0.0.1 > /etc/resolv.conf",
    nameServers: ["dhcp"],
  },
  { name: "tee", script: "echo 'nameserver 127.0.0.1' | tee /etc/resolv.conf", nameServers: ["127.0.0.1"] },
  {
    name: "tee -a",
    script: "printf 'nameserver %s\\n' 169.254.169.253 | tee -a /etc/resolv.conf >/dev/null",
    nameServers: ["dhcp", "169.254.169.253"],
  },
  {
    name: "a here-document with a variable",
    script: "dns=10.2.0.1\ncat > /etc/resolv.conf <<END\nnameserver $dns\nsearch corp.example.com\nEND",
    nameServers: ["10.2.0.1"],
  },
  {
    name: "a quoted here-document",
    script: "dns=10.2.0.1\ncat <<'END' > /etc/resolv.conf\n# nameserver $dns\nnameserver 127.0.0.1\nEND",
    nameServers: ["127.0.0.1"],
  },
  {
    name: "a here-document with tabs",
    script: "cat <<-END > /etc/resolv.conf\n\tnameserver 127.0.0.1\n\tnameserver 10.2.0.1\n\tEND",
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "a function",
    script: 'name() { echo "nameserver $1" >> /etc/resolv.conf; }\n: > /etc/resolv.conf\nname 127.0.0.1\nname 10.2.0.1',
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "a loop",
    script: ": > /etc/resolv.conf\nfor one in 127.0.0.1 10.2.0.1; do echo nameserver $one >> /etc/resolv.conf; done",
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "a group",
    script: "{ echo nameserver 127.0.0.1; echo nameserver 10.2.0.1; } > /etc/resolv.conf",
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "a condition that is known",
    script:
      'mode=cache\nif [ "$mode" = cache ]; then echo nameserver 127.0.0.1 > /etc/resolv.conf; else echo nameserver 10.2.0.1 > /etc/resolv.conf; fi',
    nameServers: ["127.0.0.1"],
  },
  {
    name: "[[ and case",
    script:
      "mode=b\n[[ $mode == a ]] && echo nameserver 1.1.1.1 > /etc/resolv.conf\ncase $mode in a) x=1;; b) x=127.0.0.1;; esac\necho nameserver $x > /etc/resolv.conf",
    nameServers: ["127.0.0.1"],
  },
  { name: "and", script: "true && echo nameserver 127.0.0.1 > /etc/resolv.conf", nameServers: ["127.0.0.1"] },
  { name: "or", script: "true || echo nameserver 127.0.0.1 > /etc/resolv.conf", nameServers: ["dhcp"] },
  { name: "false", script: "false && echo nameserver 127.0.0.1 > /etc/resolv.conf; true", nameServers: ["dhcp"] },
  {
    name: "exit before it",
    script: "if [ 1 = 1 ]; then exit 0; fi\necho nameserver 127.0.0.1 > /etc/resolv.conf",
    nameServers: ["dhcp"],
  },
  {
    name: "a return before it",
    script: "write() { return 0; echo nameserver 127.0.0.1 > /etc/resolv.conf; }\nwrite",
    nameServers: ["dhcp"],
  },
  {
    name: "a file that is copied",
    script: "echo nameserver 127.0.0.1 > /tmp/new\ncp /tmp/new /etc/resolv.conf",
    nameServers: ["127.0.0.1"],
  },
  {
    name: "a file that is moved",
    script: "echo nameserver 127.0.0.1 > /tmp/new\nmv -f /tmp/new /etc/resolv.conf",
    nameServers: ["127.0.0.1"],
  },
  {
    name: "sed that deletes",
    script:
      "printf 'nameserver 127.0.0.1\\nnameserver 10.2.0.1\\n' > /etc/resolv.conf\nsed -i '/127/d' /etc/resolv.conf",
    nameServers: ["10.2.0.1"],
  },
  {
    name: "sed that replaces",
    script: "echo nameserver 127.0.0.1 > /etc/resolv.conf\nsed -i 's/127.0.0.1/10.2.0.1/' /etc/resolv.conf",
    nameServers: ["10.2.0.1"],
  },
  {
    name: "a script that it writes and runs",
    script: "cat > /tmp/setup.sh <<'END'\necho nameserver 127.0.0.1 > /etc/resolv.conf\nEND\nbash /tmp/setup.sh",
    nameServers: ["127.0.0.1"],
  },
  { name: "bash -c", script: "bash -c 'echo nameserver 127.0.0.1 > /etc/resolv.conf'", nameServers: ["127.0.0.1"] },
  {
    name: "a subshell and a substitution",
    script:
      "(x=127.0.0.1; echo nameserver $x > /etc/resolv.conf)\ny=$(echo 10.2.0.1)\necho nameserver $y >> /etc/resolv.conf",
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "a file that is emptied",
    script: ": > /etc/resolv.conf",
    nameServers: ["127.0.0.1"],
  },
  {
    name: "a file that is removed and written",
    script: "rm -f /etc/resolv.conf\necho -e 'nameserver 127.0.0.1\\nnameserver 10.2.0.1' > /etc/resolv.conf",
    nameServers: ["127.0.0.1", "10.2.0.1"],
  },
  {
    name: "hosts",
    script: "echo '10.0.0.9 fs-0123.efs.us-east-1.amazonaws.com' >> /etc/hosts",
    nameServers: ["dhcp"],
    hosts: ["10.0.0.9 fs-0123.efs.us-east-1.amazonaws.com"],
  },
  {
    name: "hosts written anew afterwards",
    script: "echo '10.0.0.9 fs-0123.efs.us-east-1.amazonaws.com' >> /etc/hosts\necho 127.0.0.1 localhost > /etc/hosts",
    nameServers: ["dhcp"],
  },
  {
    name: "a default and a pipeline",
    script: "x=10.2.0.1\necho \"nameserver ${x:-1.1.1.1}\" | cat | sed 's/10.2/10.3/' > /etc/resolv.conf",
    nameServers: ["10.3.0.1"],
  },
  {
    name: "another folder",
    script: "cd /etc\necho nameserver 127.0.0.1 > resolv.conf\ncd /tmp && echo nameserver 10.2.0.1 > resolv.conf",
    nameServers: ["127.0.0.1"],
  },
  {
    name: "another folder of a subshell",
    script: "(cd /etc && echo nameserver 127.0.0.1 > ./resolv.conf)\necho nameserver 10.2.0.1 > /tmp/resolv.conf",
    nameServers: ["127.0.0.1"],
  },
];
