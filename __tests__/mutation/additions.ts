/**
 * Additions to the example's stacks after which they no longer mount: in pods, volumes, profiles, tasks and container
 * instances. The proof must catch each one.
 */
import { embedded, formOf } from "./embedded";
import { changed, type Json, type Mutant, type Stacks } from "./mutants";

interface Addition {
  readonly how: string;
  /** A path in the object or resource; an index past the end of a list appends to it. */
  readonly at: readonly string[];
  readonly value: Json;
}

const pod = ["spec", "template", "spec"];
const container = [...pod, "containers", "0"];
const arm = [{ matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["arm64"] }] }];

/** By the kind of the object, as at the beginning of its key. */
const toObjects: Readonly<Record<string, readonly Addition[]>> = {
  "80-deployment": [
    { how: "host network", at: [...pod, "hostNetwork"], value: true },
    { how: "host processes", at: [...pod, "hostPID"], value: true },
    { how: "host IPC", at: [...pod, "hostIPC"], value: true },
    { how: "privileged", at: [...container, "securityContext"], value: { privileged: true } },
    { how: "escalation", at: [...container, "securityContext"], value: { allowPrivilegeEscalation: true } },
    { how: "a capability", at: [...container, "securityContext"], value: { capabilities: { add: ["SYS_ADMIN"] } } },
    { how: "a host port", at: [...container, "ports"], value: [{ containerPort: 80, hostPort: 80 }] },
    {
      how: "a block device",
      at: [...container, "volumeDevices"],
      value: [{ name: "content-web", devicePath: "/dev/a" }],
    },
    { how: "32 vCPU", at: [...container, "resources"], value: { requests: { cpu: "32" } } },
    { how: "200 GiB of memory", at: [...container, "resources"], value: { requests: { memory: "200Gi" } } },
    { how: "a GPU", at: [...container, "resources"], value: { limits: { "nvidia.com/gpu": "1" } } },
    { how: "nodes of arm64", at: [...pod, "nodeSelector"], value: { "kubernetes.io/arch": "arm64" } },
    {
      how: "affinity to arm64",
      at: [...pod, "affinity"],
      value: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: arm } } },
    },
    { how: "a scheduler", at: [...pod, "schedulerName"], value: "mine" },
    { how: "a runtime class", at: [...pod, "runtimeClassName"], value: "gvisor" },
    { how: "a priority class", at: [...pod, "priorityClassName"], value: "urgent" },
    {
      how: "a volume of EBS",
      at: [...pod, "volumes", "1"],
      value: { name: "disk", awsElasticBlockStore: { volumeID: "vol-1" } },
    },
    { how: "a path of the host", at: [...pod, "volumes", "1"], value: { name: "disk", hostPath: { path: "/" } } },
    {
      how: "an inline CSI volume",
      at: [...pod, "volumes", "1"],
      value: { name: "disk", csi: { driver: "ebs.csi.aws.com" } },
    },
    {
      how: "a claim that nothing makes",
      at: [...pod, "volumes", "1"],
      value: { name: "disk", persistentVolumeClaim: { claimName: "disk" } },
    },
    {
      how: "an init container from Docker Hub",
      at: [...pod, "initContainers"],
      value: [{ name: "init", image: "busybox" }],
    },
    { how: "a sidecar without an image", at: [...pod, "containers", "1"], value: { name: "sidecar" } },
    { how: "a deadline of nothing", at: [...pod, "activeDeadlineSeconds"], value: 0 },
    { how: "a label of its selector", at: ["spec", "selector", "matchLabels", "tier"], value: "web" },
  ],
  "50-persistentvolume-": [
    { how: "an attribute", at: ["spec", "csi", "volumeAttributes", "fileSystemId"], value: "fs-1" },
    { how: "another access point", at: ["spec", "mountOptions"], value: ["accesspoint=fsap-0123456789abcdef0"] },
    { how: "a second kind", at: ["spec", "nfs"], value: { server: "10.0.0.1", path: "/" } },
    {
      how: "nodes of arm64",
      at: ["spec", "nodeAffinity"],
      value: { required: { nodeSelectorTerms: arm } },
    },
    { how: "a uid of its claim", at: ["spec", "claimRef", "uid"], value: "0-0-0-0" },
  ],
  "60-persistentvolumeclaim-": [
    { how: "a limit below its request", at: ["spec", "resources", "limits"], value: { storage: "1Mi" } },
    { how: "an access mode for one pod", at: ["spec", "accessModes", "1"], value: "ReadWriteOncePod" },
  ],
};

/** By type of resource. */
const toResources: Readonly<Record<string, readonly Addition[]>> = {
  aws_autoscaling_group: [{ how: "no instance", at: ["max_size"], value: 0 }],
  aws_ecs_service: [
    {
      how: "a constraint that nothing meets",
      at: ["placement_constraints"],
      value: [{ type: "memberOf", expression: "attribute:nowhere exists" }],
    },
  ],
  aws_ecs_task_definition: [{ how: "more CPU than an instance has", at: ["cpu"], value: "65536" }],
  aws_launch_template: [
    { how: "an image without an agent", at: ["image_id"], value: "resolve:ssm:/aws/service/canonical/ubuntu/a" },
    { how: "an instance type of another architecture", at: ["instance_type"], value: "other" },
  ],
};

/** Lines after the last line of a host's script. */
const lines: Readonly<Record<string, string>> = {
  "another name server": 'echo "nameserver 192.0.2.53" > /etc/resolv.conf',
  "another cluster": "echo ECS_CLUSTER=elsewhere > /etc/ecs/ecs.config",
  "no agent": "systemctl mask ecs",
  "no mount helper": "dnf remove -y amazon-efs-utils",
  "what is fetched": "curl -s https://example.com/setup.sh | bash",
};

/** @param services the services whose tasks mount */
export function* additions(stacks: Stacks, services: RegExp): Iterable<Mutant> {
  for (const [stack, json] of Object.entries(stacks)) {
    const resources = record(record(json)["resource"] ?? {});
    for (const [type, found] of Object.entries(toResources)) {
      for (const [name, block] of Object.entries(record(resources[type] ?? {}))) {
        if (/^aws_ecs_/.test(type) && !(services.test(name) && isOnInstances(resources, name))) continue;
        for (const { how, at, value } of found) {
          const own = value === "other" ? otherType(record(block)["instance_type"]) : value;
          const path = ["resource", type, name, ...at];
          yield {
            name: `${stack} ${type}.${name} with ${how}`,
            stacks: { ...stacks, [stack]: changed(json, path, own) },
          };
        }
      }
    }
    for (const [name, block] of Object.entries(record(resources["aws_launch_template"] ?? {}))) {
      const inner = embedded(String(record(block)["user_data"] ?? ""));
      if (inner?.form.step !== "#lines") continue;
      for (const [how, line] of Object.entries(lines)) {
        const path = ["resource", "aws_launch_template", name, "user_data", inner.form.step];
        const value = [...(inner.value as string[]), line];
        yield {
          name: `${stack} aws_launch_template.${name} with ${how}`,
          stacks: { ...stacks, [stack]: changed(json, path, value) },
        };
      }
    }
    const manifests = record(record(record(record(json)["output"] ?? {})["kubernetes_manifests"] ?? {})["value"] ?? {});
    for (const [key, text] of Object.entries(manifests)) {
      const kind = Object.keys(toObjects).find((start) => key.startsWith(start));
      const step = kind === undefined ? undefined : embedded(String(text))?.form.step;
      if (kind === undefined || step === undefined || !formOf(step)) continue;
      for (const { how, at, value } of toObjects[kind]!) {
        const path = ["output", "kubernetes_manifests", "value", key, step, ...at];
        yield { name: `${stack} ${key} with ${how}`, stacks: { ...stacks, [stack]: changed(json, path, value) } };
      }
    }
  }
}

function isOnInstances(resources: { [key: string]: Json }, name: string): boolean {
  const task = record(record(resources["aws_ecs_task_definition"] ?? {})[name] ?? {});
  return JSON.stringify(task["requires_compatibilities"] ?? []).includes("EC2");
}

function otherType(type: Json | undefined): string {
  return /g\./.test(String(type)) ? "m7i.large" : "m7g.large";
}

function record(value: Json): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
