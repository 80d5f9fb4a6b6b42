import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";

import { type Organization, type RetiredStack as Settings } from "../config/organization";
import { mapValues } from "../modules/map-values";
import { remoteState } from "./backend";
import { type StackKind } from "./contract";
import { stackSettings } from "./settings";
import { type AnyStack, MountpathStack } from "./stack";

/**
 * A stack whose VPC or workload has left the file: its provider and its backend without resources, so that an apply
 * destroys what the state has. File systems that are to be kept stay in the stack, unchanged and protected.
 */
export class RetiredStack extends MountpathStack<StackKind> {
  /** @param before stacks that are emptied first */
  constructor(
    scope: Construct,
    organization: Organization,
    name: string,
    { account, fileSystems }: Settings,
    before: readonly AnyStack[],
  ) {
    super(scope, name, kindOf(name), stackSettings(organization, account));
    for (const stack of before) this.addDependency(stack);
    // The VPC's associations with the shared network's zones were authorized with it.
    if (this.kind === "vpc") {
      this.networkProvider(stackSettings(organization, organization.sharedNetwork.account).account);
    }
    if (fileSystems) this.keep(fileSystems);
  }

  private keep(fileSystems: NonNullable<Settings["fileSystems"]>): void {
    const kept = Object.entries(fileSystems).filter(([, decision]) => decision === "keep");
    const resources = Object.fromEntries(
      kept.map(([id]) => [
        id,
        // The arguments are those of the state: only the protection is written here.
        new EfsFileSystem(new Construct(this, id), "Resource", {
          lifecycle: { preventDestroy: true, ignoreChanges: "all" },
        }),
      ]),
    );
    // The output is what the next plan compares the list with.
    new TerraformOutput(this, "file_system_ids", { value: mapValues(resources, ({ id }) => id) });
    this.refuseUnlisted(Object.keys(fileSystems));
  }

  /**
   * Reads the stack's own state, since only it knows every file system that was deployed. The protection of a resource
   * is removed together with its configuration, so a plan would destroy a file system that nobody has listed.
   */
  private refuseUnlisted(listed: readonly string[]): void {
    const name = this.node.id;
    const own = remoteState(this, name, this.settings);
    // The stack has none of the file systems that somebody else manages.
    const existing = "keys(try(self.outputs.existing_file_system_ids, {}))";
    const managed = `setsubtract(keys(try(self.outputs.file_system_ids, {})), ${existing})`;
    const unlisted = `setsubtract(${managed}, ${JSON.stringify(listed)})`;
    const foreign = `setintersection(${existing}, ${JSON.stringify(listed)})`;
    own.addOverride("lifecycle.postcondition", [
      {
        condition: `\${length(${unlisted}) == 0}`,
        error_message: `the state of ${name} has file systems that retired.${name}.fileSystems does not list: \${join(", ", ${unlisted})}; add each with keep or destroy`,
      },
      {
        condition: `\${length(${foreign}) == 0}`,
        error_message: `retired.${name}.fileSystems lists file systems that ${name} does not manage: \${join(", ", ${foreign})}; remove each, nothing happens to them`,
      },
    ]);
  }
}

function kindOf(stack: string): StackKind {
  if (stack.startsWith("shared-network-")) return "shared-network";
  return stack.startsWith("vpc-") ? "vpc" : stack.startsWith("eks-") ? "eks" : "ecs";
}
