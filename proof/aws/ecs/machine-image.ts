/** The machine image and the CPU architecture of a container instance (ECS-15, ECS-17). */
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { attributeOf } from "../attributes/block";
import { type Launch } from "./launch-template";

export type MachineImage =
  /** ECS-optimized Amazon Linux, which contains the agent, mount helper and volume plugin. */
  | { readonly kind: "ecs"; readonly name: string; readonly architecture?: string }
  | { readonly kind: "other"; readonly name: string; readonly architecture?: string }
  | { readonly kind: "windows"; readonly name: string; readonly architecture?: string }
  | { readonly kind: "unknown"; readonly name: string; readonly architecture?: string };

/** Recognized by the public parameter, or by the name and owner in a data source; an id alone does not identify it. */
export function machineImage(graph: Graph, { resource }: Launch): MachineImage {
  const value = resource.get("image_id");
  const id = resource.type === "aws_instance" ? resource.get("ami") : value;
  const text = graph.text(id);
  const parameter = text === undefined ? undefined : /^resolve:ssm:([^:]+)/.exec(text)?.[1];
  if (parameter !== undefined) return named(parameter);
  const at = graph.follow(id);
  const source = at.kind === "reference" ? graph.at(at.to) : lookedUp(graph, resource, text);
  if (source?.type === "aws_ssm_parameter") return named(graph.text(source.get("name")) ?? source.address);
  if (source?.type === "aws_ami") return searched(graph, source);
  return { kind: "unknown", name: text ?? graph.describe(id) };
}

/** A data source that was already read contains the id. */
function lookedUp(graph: Graph, { document }: Resource, id: string | undefined): Resource | undefined {
  if (id === undefined || id === "") return undefined;
  const of = (type: string, attribute: string) =>
    graph
      .all(type, "data")
      .find((one) => one.document.name === document.name && graph.text(one.get(attribute))?.includes(id) === true);
  return of("aws_ami", "id") ?? of("aws_ssm_parameter", "value");
}

/** AWS's public parameters (ECS developer guide, retrieve-ecs-optimized_AMI.html). */
function named(name: string): MachineImage {
  const architecture = /\/arm64(?:\/|$)/.test(name) ? "arm64" : /\/x86_64(?:\/|$)/.test(name) ? "x86_64" : undefined;
  if (
    /^\/aws\/service\/ecs\/optimized-ami\/amazon-linux.*\/(?:image_id|recommended|[\w.-]+-ami-(?:ecs-)?[\w.-]+)$/.test(
      name,
    )
  ) {
    return { kind: "ecs", name, architecture: architecture ?? "x86_64" };
  }
  if (/^\/aws\/service\/(?:ami-windows|ecs\/optimized-ami\/windows)/i.test(name)) return { kind: "windows", name };
  if (/^\/aws\/service\/(?:ami-amazon-linux-latest|canonical|debian|suse|freebsd|eks)\//.test(name)) {
    const own = /arm64|aarch64/.test(name) ? "arm64" : /x86_64|amd64/.test(name) ? "x86_64" : undefined;
    return { kind: "other", name, architecture: own };
  }
  return { kind: "unknown", name, architecture };
}

function searched(graph: Graph, source: Resource): MachineImage {
  const filters = source.blocks("filter").items.map((block) => ({
    name: graph.text(attributeOf(block, "name")),
    values: graph.items(attributeOf(block, "values")).items.map((one) => graph.text(one) ?? ""),
  }));
  const of = (wanted: string) => filters.find(({ name }) => name === wanted)?.values ?? [];
  const found = graph.text(source.get("name"));
  const names =
    found === undefined || found === "" ? [...of("name"), graph.text(source.get("name_regex")) ?? ""] : [found];
  const [name = source.address] = names;
  const [declared] = of("architecture");
  const architecture = declared ?? (/arm64/.test(name) ? "arm64" : /x86_64|amd64/.test(name) ? "x86_64" : undefined);
  const owners = graph.items(source.get("owners")).items.map((one) => graph.text(one));
  const ofAmazon = owners.some((one) => one === "amazon" || one === "591542846629");
  if (/^(?:amzn2?|al20\d\d)-ami-ecs-/.test(name) || /^amzn-ami-.*amazon-ecs-optimized/.test(name)) {
    return { kind: ofAmazon ? "ecs" : "unknown", name, architecture };
  }
  if (/^(?:amzn2?|al20\d\d)-ami-(?:hvm|kernel|minimal)|^ubuntu\/|^debian-\d|^RHEL-|^CentOS/i.test(name)) {
    return { kind: "other", name, architecture };
  }
  if (/^Windows/i.test(name)) return { kind: "windows", name, architecture };
  return { kind: "unknown", name, architecture };
}

/** `x86_64` or `arm64`, as in `ecs.cpu-architecture`; undefined if neither types nor image show it. */
export function architectureOf(graph: Graph, launch: Launch): string | undefined {
  const found = architecturesOf(graph, launch);
  return found.length === 1 ? found[0] : undefined;
}

/** Several if overrides have types of both. */
export function architecturesOf(graph: Graph, launch: Launch): readonly string[] {
  const types = launch.instanceTypes.map((type) => graph.text(type));
  if (types.length > 0 && !types.includes(undefined)) return [...new Set(types.map((type) => ofType(type!)))];
  const { architecture } = machineImage(graph, launch);
  return architecture === undefined ? [] : [architecture];
}

/**
 * AWS Graviton instance types have a `g` after the generation (EC2 instance type naming conventions); A1 was the first.
 */
function ofType(type: string): string {
  return /^(?:a1|[a-z]+\d+g[a-z]*)\./.test(type) ? "arm64" : "x86_64";
}

/** By size: `large` has 2 vCPUs, `4xlarge` 16; undefined for smaller sizes and bare metal, which differ by family. */
export function vcpusOf(type: string): number | undefined {
  const [, times = "1", size] = /\.(\d*)(xlarge|large)$/.exec(type) ?? [];
  if (size === undefined) return undefined;
  return size === "large" ? 2 : 4 * Number(times || "1");
}
