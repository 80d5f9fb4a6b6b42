import { propertyAccess, type TerraformElement, type TerraformRemoteState } from "cdktf";

import { remoteState } from "./backend";
import { type OutputName, type StackKind } from "./contract";
import { type MountpathStack } from "./stack";

/**
 * The outputs of another stack, read from its state by their contract names. If the state has no such output yet,
 * Terraform fails with the name of the output and the stack to deploy.
 */
export class StackOutputs<K extends StackKind> {
  private readonly remote: TerraformRemoteState;
  private readonly conditions = new Map<string, { condition: string; error_message: string }>();

  /** @param reader the stack that reads @param producer the stack that has the outputs; it is deployed first */
  constructor(
    reader: MountpathStack<StackKind>,
    private readonly producer: MountpathStack<K>,
  ) {
    reader.addDependency(producer);
    this.remote = remoteState(reader, producer.node.id, reader.settings);
  }

  /**
   * An output, or one entry of a map.
   *
   * @returns a Terraform expression
   */
  get(name: OutputName<K>, key?: string): string {
    const path = key === undefined ? name : `${name}["${key}"]`;
    this.conditions.set(path, {
      condition: `\${can(self.outputs.${path})}`,
      error_message: `stack ${this.producer.node.id} has no output ${path} yet: deploy ${this.producer.node.id} first`,
    });
    (this.remote as TerraformElement).addOverride("lifecycle.postcondition", [...this.conditions.values()]);
    const output = this.remote.getString(name);
    return key === undefined ? output : propertyAccess(output, [key]).toString();
  }
}
