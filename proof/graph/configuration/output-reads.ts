/** Which stacks read which outputs of each other, by `terraform_remote_state`. */
import { ConfigurationResource } from "./resource";
import { type StackSource } from "./stack-source";
import { World } from "./world";

export interface OutputReads {
  /** Stack names. */
  readonly reader: string;
  readonly producer: string;
  /** Address of the data source. */
  readonly address: string;
  /** Names of outputs; empty if they can't be told from the text. */
  readonly outputs: ReadonlySet<string>;
}

/** @param sources stacks that were synthesized together */
export function outputReads(sources: readonly StackSource[]): readonly OutputReads[] {
  const world = new World(sources);
  const texts = new Map(sources.map(({ document, files }) => [document.name, files]));
  return world.stacks.flatMap((stack) => {
    const reader = stack.document.name;
    let text: string | undefined;
    return [...stack.resources()].flatMap((resource) => {
      if (resource.type !== "terraform_remote_state" || !(resource instanceof ConfigurationResource)) return [];
      const producer = world.producerOf(stack, resource);
      if (!producer) return [];
      text ??= JSON.stringify(texts.get(reader));
      const outputs = outputsIn(text, resource.address);
      return [{ reader, producer: producer.document.name, address: resource.address, outputs }];
    });
  });
}

/** `${data.terraform_remote_state.vpc-apps.outputs.vpc_id}`, or `outputs["vpc_id"]` in escaped JSON. */
function outputsIn(text: string, address: string): ReadonlySet<string> {
  const found = new Set<string>();
  const start = `${address}.outputs`;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + 1)) {
    const rest = text.slice(at + start.length, at + start.length + 200);
    const name = /^(?:\.([A-Za-z_][\w-]*)|\[\\"([^"\\]+)\\"\])/.exec(rest);
    if (name) found.add((name[1] ?? name[2])!);
  }
  return found;
}
