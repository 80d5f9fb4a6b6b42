import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { exampleNamed } from "../../../support/examples";
import { synthFile } from "../../../support/synth";

type Json = Record<string, unknown>;
interface Stack {
  resource: Record<string, Record<string, Json>>;
  data: Record<string, Record<string, Json>>;
}
type Stacks = Record<string, Stack>;

/** Two pools of instances, one with dnsmasq; every service is bound to one of them by a placement constraint. */
const made = Object.fromEntries(
  Object.entries(synthFile(exampleNamed("dnsmasq-hosts"))).map(([name, { json }]) => [name, json]),
);

function stacksWith(edit: (stacks: Stacks) => void): Stacks {
  const stacks = Object.fromEntries(Object.entries(made).map(([name, json]) => [name, JSON.parse(json) as Stack]));
  edit(stacks);
  return stacks;
}

/** The problems of all paths: verdict, hop, rule and detail of the first hop of each that does not pass. */
function told(edit: (stacks: Stacks) => void): readonly string[] {
  const { paths } = prove(graphOfStacks(stacksWith(edit) as unknown as Parameters<typeof graphOfStacks>[0]));
  expect(paths.length).toBeGreaterThan(0);
  const bad = paths.flatMap(({ hops }) => hops.filter(({ verdict }) => verdict !== "passes").slice(0, 1));
  return [...new Set(bad.map(({ hop, verdict, rule, detail }) => `${hop} ${verdict} (${rule}): ${detail}`))];
}

const web = (stacks: Stacks, type: string) => Object.values(stacks["ecs-web"]!.resource[type]!);
const each = (type: string, edit: (block: Json) => void) => (stacks: Stacks) => web(stacks, type).forEach(edit);

test("the example mounts", () => {
  expect(told(() => undefined)).toEqual([]);
});

describe("agent and image", () => {
  test("fails without an instance profile", () => {
    expect(told(each("aws_launch_template", (block) => delete block["iam_instance_profile"]))).toEqual([
      expect.stringMatching(/^platform fails \(ECS-17\): has no instance profile/),
    ]);
  });

  test("fails with a role that may not register", () => {
    expect(
      told((stacks) => {
        for (const block of web(stacks, "aws_iam_role_policy_attachment")) {
          if (/EC2Role/.test(String(block["policy_arn"])))
            block["policy_arn"] = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
        }
      }),
    ).toEqual([expect.stringMatching(/^platform (?:fails|unknown) \(ECS-17\)/)]);
  });

  test.each([
    ["resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "fails"],
    ["resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", "fails"],
    ["ami-0123456789abcdef0", "unknown"],
    ["resolve:ssm:/company/golden-image", "unknown"],
  ])("does not pass with the image %s", (image, verdict) => {
    expect(told(each("aws_launch_template", (block) => (block["image_id"] = image)))).toEqual([
      expect.stringMatching(new RegExp(`^platform ${verdict} \\(ECS-17\\): .*${image.replace("resolve:ssm:", "")}`)),
    ]);
  });

  test("fails if the hosts join another cluster", () => {
    const other = each("aws_launch_template", (block) => {
      const script = "#!/bin/bash\necho ECS_CLUSTER=other >> /etc/ecs/ecs.config\n";
      block["user_data"] = Buffer.from(script).toString("base64");
    });
    expect(told(other)).toContainEqual(expect.stringMatching(/^platform fails \(ECS-17\)/));
  });

  test("fails if the group never has an instance", () => {
    expect(told(each("aws_autoscaling_group", (block) => (block["max_size"] = 0)))).toEqual([
      "platform fails (ECS-17): its max_size is 0, so it has no instance to run a task",
    ]);
  });

  test("fails if tasks require the other architecture", () => {
    const arm = each("aws_ecs_task_definition", (block) => (block["runtime_platform"] = { cpu_architecture: "ARM64" }));
    expect(told(arm)).toEqual([expect.stringMatching(/^platform fails \(ECS-15\): its instances are x86_64/)]);
  });

  test.each(["ecs", "ecs-agent", "ecs-telemetry"])("fails without the endpoint of %s", (service) => {
    const without = told((stacks) => {
      for (const { resource } of Object.values(stacks)) {
        for (const [name, block] of Object.entries(resource["aws_vpc_endpoint"] ?? {})) {
          if (String(block["service_name"]).endsWith(`.${service}`)) delete resource["aws_vpc_endpoint"]![name];
        }
      }
    });
    expect(without.length).toBeGreaterThan(0);
    for (const one of without) expect(one).toMatch(new RegExp(`^image fails \\(EP-02\\): ${service} is unreachable`));
  });
});

describe("placement constraints", () => {
  const constrained = (expression: string) =>
    each("aws_ecs_service", (block) => {
      block["placement_constraints"] = [{ type: "memberOf", expression }];
      delete block["capacity_provider_strategy"];
      block["launch_type"] = "EC2";
    });

  test("fails if no instance has the attribute", () => {
    expect(told(constrained("attribute:company.disk == ssd"))).toEqual([
      expect.stringMatching(/^platform fails \(ECS-17\): its placement constraints rule out every container instance/),
    ]);
  });

  test("is unknown if a group without instances may scale for tasks without a capacity provider", () => {
    expect(told(constrained("attribute:mountpath.resolve == vpc"))).toContainEqual(
      expect.stringMatching(/^platform unknown \(ECS-17\): starts with no instance/),
    );
  });

  test("mounts on the remaining instances", () => {
    const started = told((stacks) => {
      constrained("attribute:mountpath.resolve in [vpc, dnsmasq]")(stacks);
      each("aws_autoscaling_group", (block) => (block["min_size"] = 1))(stacks);
    });
    expect(started).toEqual([]);
  });
});

describe("the hosts' own network", () => {
  const bridged = each("aws_ecs_task_definition", (block) => delete block["network_mode"]);

  test("fails if the mount targets do not allow the instances' group", () => {
    expect(told(bridged)).toContainEqual(expect.stringMatching(/^network fails \(EFS-11\)/));
  });

  test("names the instances' group, not that of the tasks", () => {
    const closed = told(bridged).filter((one) => one.startsWith("network fails"));
    for (const one of closed) expect(one).toMatch(/aws_security_group\.\w+_instances/);
  });

  test("is unknown for the host's own resolver", () => {
    expect(told(bridged)).toContainEqual(expect.stringMatching(/^host-dns unknown \(ECS-18\): resolv.conf names 127/));
  });
});

describe("volumes that hosts and Docker mount", () => {
  const volumes = (change: (volume: Json) => void) =>
    each("aws_ecs_task_definition", (block) => {
      for (const volume of block["volume"] as Json[]) {
        delete volume["efs_volume_configuration"];
        change(volume);
      }
    });
  const verdicts = (edit: (stacks: Stacks) => void) => {
    const { paths } = prove(graphOfStacks(stacksWith(edit) as unknown as Parameters<typeof graphOfStacks>[0]));
    return [...new Set(paths.map(({ verdict }) => verdict))];
  };

  test.each([
    { driver: "amazon-ecs-volume-plugin", driver_opts: { type: "efs", device: "fs-0123456789abcdef0:/" } },
    { driver: "local", driver_opts: { type: "nfs4", device: ":/", o: "addr=10.0.0.9" } },
  ])("are unknown by Docker's driver $driver", (docker_volume_configuration) => {
    expect(
      verdicts(volumes((volume) => (volume["docker_volume_configuration"] = docker_volume_configuration))),
    ).toEqual(["unknown"]);
  });

  test("are not EFS on Docker's local driver without options", () => {
    expect(verdicts(volumes((volume) => (volume["docker_volume_configuration"] = { scope: "task" })))).toEqual([]);
  });

  test("are unknown in a folder where user data mounts EFS", () => {
    const mounting = (script: string) =>
      verdicts((stacks) => {
        volumes((volume) => (volume["host_path"] = "/mnt/efs/web"))(stacks);
        const userData = `#!/bin/bash\necho ECS_CLUSTER=example-web >> /etc/ecs/ecs.config\n${script}\n`;
        each("aws_launch_template", (block) => (block["user_data"] = Buffer.from(userData).toString("base64")))(stacks);
        each("aws_ecs_service", (block) => delete block["placement_constraints"])(stacks);
      });
    expect(mounting("mount -t efs -o tls fs-0123456789abcdef0:/ /mnt/efs")).toEqual(["unknown"]);
    expect(mounting('echo "fs-0123456789abcdef0:/ /mnt/efs efs _netdev,tls 0 0" >> /etc/fstab; mount -a')).toEqual([
      "unknown",
    ]);
    expect(mounting("mkdir -p /mnt/efs")).toEqual([]);
  });
});

describe("the instance settings that the host needs", () => {
  const template = (edit: (block: Json) => void) => each("aws_launch_template", edit);

  test("fails if the agent can't get its role's credentials from the metadata", () => {
    const off = template((block) => Object.assign(block["metadata_options"] as Json, { http_endpoint: "disabled" }));
    expect(told(off)).toEqual(
      expect.arrayContaining([expect.stringMatching(/fails \(ECS-17\): disables the instance/)]),
    );
  });

  test("is unknown for an image parameter that AWS does not publish", () => {
    const strange = template((block) => {
      block["image_id"] = `${String(block["image_id"])}s`;
    });
    expect(told(strange)).toEqual(
      expect.arrayContaining([expect.stringMatching(/unknown \(ECS-17\): not known whether/)]),
    );
  });

  const reading = (tags: Json, option = "enabled") =>
    template((block) => {
      const script = "tag=$(curl http://169.254.169.254/latest/meta-data/tags/instance/files)\\n";
      block["user_data"] = String(block["user_data"]).replace("ensure_efs\\njoin", `${script}ensure_efs\\njoin`);
      block["tag_specifications"] = [{ resource_type: "instance", tags }];
      Object.assign(block["metadata_options"] as Json, { instance_metadata_tags: option });
    });

  test.each([
    ["a tag", reading({ files: "fs-0123456789abcdef0" }), []],
    ["no tag", reading({ Name: "web" }), [expect.stringMatching(/the tag files .* no instance has it/)]],
    ["tags switched off", reading({ files: "fs-0" }, "disabled"), [expect.stringMatching(/is not enabled/)]],
  ])("with %s that the user data reads", (_, edit, expected) => {
    expect(told(edit)).toEqual(expected);
  });
});
