import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  type IResolvable,
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { type Construct, type IConstruct, type Node } from "constructs";

import { literal } from "../modules/literal";
import { mapValues } from "../modules/map-values";
import { PublishedParameters, type PublishedValue } from "../modules/publish";
import { configureBackend } from "./backend";
import { contract, type ContractOutput, type OutputName, type StackKind } from "./contract";
import { movedBlocks, renamed } from "./formerly";
import { providersOnOneLine } from "./provider-line";
import { type AccountSettings, type StackSettings } from "./settings";
import { StackSynthesizer } from "./stack-synthesizer";

/** The provider versions that the generated code works with; the tests run with the lowest. */
export const providerVersions = ">= 5.100.0, < 7.0.0";

/** A stack of any kind. */
export type AnyStack = MountpathStack<StackKind>;

/** The value of an output, and the resources that make it usable. */
interface OutputValue {
  readonly value: string | readonly string[] | Readonly<Record<string, string>> | IResolvable;
  /** The output depends on these. */
  readonly usableAfter: readonly TerraformResource[];
}

/** A value of an output that promises more than the existence of a resource. */
export function usableAfter(value: OutputValue["value"], dependencies: readonly TerraformResource[]): OutputValue {
  return { value, usableAfter: dependencies };
}

/**
 * One state file in one account, with its provider, its backend, readable addresses and its output contract. An address
 * consists of the ids on the path from the stack to the element. An id that starts with a capital letter is a role,
 * which the resource type already implies, and is omitted: `content/Resource` is `aws_efs_file_system.content`,
 * `content/us-east-1a` is `aws_efs_mount_target.content_us-east-1a`.
 */
export abstract class MountpathStack<K extends StackKind> extends TerraformStack {
  /** Tags of every resource, set through the provider; needed for the resources that default tags don't reach. */
  protected readonly resourceTags: Readonly<Record<string, string>>;
  private readonly pathsByAddress = new Map<string, string>();

  /** @param id the stack's name, such as `vpc-apps` @param kind the kind whose output contract it fulfils */
  constructor(
    scope: Construct,
    id: string,
    readonly kind: K,
    readonly settings: StackSettings,
  ) {
    super(scope, id);
    renamed(this, settings.formerStackNames?.[id]);
    const prepare = () => super.prepareStack();
    this.synthesizer = new StackSynthesizer(this, this.synthesizer, prepare, providersOnOneLine);
    this.resourceTags = { ...mapValues(settings.tags, literal), "mountpath:stack": id };
    this.provider("Provider", settings.account);
    configureBackend(this, settings);
    // cdktf pins the exact version that the bindings were generated from.
    this.addOverride("terraform.required_providers.aws.version", providerVersions);
  }

  /**
   * The provider of an account: of the stack's own, or with an alias for the few resources that must be created in
   * another account together with the stack's.
   */
  private provider(id: string, account: AccountSettings, alias?: string): AwsProvider {
    const sessionName = `mountpath-${this.node.id}`;
    return new AwsProvider(this, id, {
      alias,
      region: this.settings.region,
      allowedAccountIds: [account.id],
      assumeRole: account.deployRole ? [{ roleArn: account.deployRole, sessionName }] : undefined,
      defaultTags: [{ tags: this.resourceTags }],
    });
  }

  /**
   * The provider of the shared network's account, if that is another account with a role to assume. A VPC's stack has it
   * even if no resource uses it: Terraform needs it to remove what an earlier file created with it.
   */
  protected networkProvider(owner: AccountSettings): AwsProvider | undefined {
    if (owner.id === this.settings.account.id || owner.deployRole === undefined) return undefined;
    return this.provider("NetworkProvider", owner, "network");
  }

  /** The provider of the account of a role, for resources there that belong to the stack. */
  protected roleProvider(id: string, roleArn: string, alias: string): AwsProvider {
    return this.provider(id, { id: roleArn.split(":")[4] ?? "", deployRole: roleArn }, alias);
  }

  /** The synthesizer prepares the stacks that need it. */
  override prepareStack(): void {}

  /** Declares every output of the contract directly on the stack: anywhere else, cdktf would hash the name. */
  protected fulfil(outputs: Readonly<Record<OutputName<K>, OutputValue | OutputValue["value"]>>): void {
    this.finishRoles();
    const promised: Readonly<Record<string, ContractOutput>> = contract[this.kind];
    const published: Record<string, PublishedValue> = {};
    for (const [name, { description, type, unpublished }] of Object.entries(promised)) {
      const output = outputs[name as OutputName<K>];
      const { value, usableAfter: dependencies } = isOutputValue(output) ? output : usableAfter(output, []);
      const element = new TerraformOutput(this, name, { description, value });
      if (dependencies.length > 0) {
        // cdktf would write expressions, which Terraform refuses here.
        element.addOverride("depends_on", dependencies.map(addressOf));
      }
      if (!unpublished) published[name] = { value, description, json: type !== "string" };
    }
    this.publish(published);
    const moved = movedBlocks(this, addressName);
    if (moved.length > 0) this.addOverride("moved", moved);
  }

  /** Every role of the stack, which is complete when it has its outputs, gets what the account requires of roles. */
  private finishRoles(): void {
    const { permissionsBoundary, rolePath } = this.settings.account;
    if (permissionsBoundary === undefined && rolePath === undefined) return;
    for (const construct of this.node.findAll()) {
      if (construct instanceof IamRole) {
        if (permissionsBoundary !== undefined) construct.permissionsBoundary = permissionsBoundary;
        if (rolePath !== undefined) construct.path = rolePath;
      } else if (construct instanceof IamInstanceProfile && rolePath !== undefined) construct.path = rolePath;
    }
  }

  private publish(values: Readonly<Record<string, PublishedValue>>): void {
    const { publish, organization } = this.settings;
    if (!publish) return;
    const stack = this.node.id;
    new PublishedParameters(this, "Published", {
      path: `${publish.ssm}/${stack}`,
      values,
      // An account sees its own parameters without a share.
      shareWith: publish.shareWith.filter((account) => account !== this.settings.account.id),
      name: `${organization}-${stack}-outputs`,
    });
  }

  /**
   * Lets go of everything that other stacks don't need: they keep this one for its name and settings, and would keep all
   * of its constructs in memory with it.
   */
  release(): void {
    const fields = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(this)) if (!neededByOthers.has(name)) fields[name] = undefined;
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = element instanceof TerraformElement ? element.node : element;
    const name = addressName(this, node.scopes.slice(node.scopes.indexOf(this) + 1), (construct) => construct.node.id);
    this.refuseNamesake(`${typeOf(element)}.${name}`, node.path);
    return name;
  }

  private refuseNamesake(address: string, path: string): void {
    const other = this.pathsByAddress.get(address);
    if (other !== undefined && other !== path) {
      throw new Error(`'${other}' and '${path}' would both be '${address}', give one of them another id`);
    }
    this.pathsByAddress.set(address, path);
  }
}

/** The fields of a written stack that the stacks that depend on it read. */
const neededByOthers = new Set(["node", "dependencies", "kind", "settings"]);

/** The name in an element's address, from the ids on the path from the stack to the element. */
function addressName(stack: IConstruct, path: readonly IConstruct[], idOf: (construct: IConstruct) => string): string {
  const named = path.filter(({ node }) => !/^[A-Z]/.test(node.id)).map(idOf);
  return (named.length > 0 ? named : [idOf(stack)]).join("_").replace(/[^A-Za-z0-9_-]/g, "_");
}

function isOutputValue(output: OutputValue | OutputValue["value"]): output is OutputValue {
  return typeof output === "object" && Array.isArray((output as OutputValue).usableAfter);
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function typeOf(element: TerraformElement | Node): string {
  if (element instanceof TerraformResource) return element.terraformResourceType;
  if (element instanceof TerraformDataSource) return `data.${element.terraformResourceType}`;
  return element.constructor.name;
}
