/**
 * What the proof and the review know about a type of Terraform resource or data source. An entry contains the
 * differences from the facts that apply to every type: `id` and `arn` identify any resource, and `subnet_id` always
 * refers to a subnet.
 */
import { type RuleId } from "../rules";

export interface ResourceType {
  /**
   * The prefix of ids of this type: `fs` of `fs-0123456789abcdef0`. Other resources may have the id of the one they
   * belong to.
   */
  readonly idPrefixes?: readonly string[];
  /**
   * Attributes that identify a resource, besides `id` and `arn`. Names are unique within an account and Region only.
   * @default none
   */
  readonly identity?: readonly string[];
  /** Attributes that refer to this type, whichever resource has them: `subnet_id` is the id of a subnet. */
  readonly referencedBy?: ReferencedBy;
  /**
   * Attributes of this type whose name alone does not show what they refer to. They take precedence over
   * `referencedBy`.
   */
  readonly refersTo?: Readonly<Record<string, ReferenceType>>;
  /** References that AWS implies although Terraform has no argument for them: the attribute, and its target type. */
  readonly implies?: Readonly<Record<string, string>>;
  /** Set if the type adopts what AWS has created, such as a VPC's default security group. */
  readonly adopts?: Adoption;
  /** Resources that AWS creates along with this one, by the attribute with their id. */
  readonly creates?: Readonly<Record<string, CreatedAlong>>;
  /** Attributes that the provider computes in blocks that a configuration sets, by the name of the block. */
  readonly computed?: Readonly<Record<string, readonly string[]>>;
  /** Computed attributes that have the value of an argument: `output` of `terraform_data` has that of `input`. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Properties of a block that can be written as an attribute, `ingress = [{ … }]`, which has to have all of them. */
  readonly blockProperties?: readonly string[];
  /** Attributes that take IP addresses. */
  readonly takesAddresses?: readonly string[];
  /** Attributes whose combination AWS accepts only once. */
  readonly unique?: Uniqueness;
  /** Attributes of other resources that list resources of this type. */
  readonly listedIn?: readonly Listing[];
  /** The ARN, if policies on the path name it. */
  readonly arn?: ArnForm;
  /** Whether the ARN has no sub-resources, so that a longer text based on it matches nothing. @default false */
  readonly leaf?: true;
  /**
   * Where ids can come from that no expression shows: `anything` passes any value on, and `nothing` returns no ids.
   * @default a data source may return ids; a managed resource returns only those of its own type
   */
  readonly gives?: "anything" | "nothing";
  /**
   * Whether it contains values from outside the input, whose attribute names do not show what they are.
   * @default false
   */
  readonly external?: true;
  /** The service that decrypts and returns a secret of this type, or that creates a secret for this type. */
  readonly secretOf?: "secretsmanager" | "ssm";
  /** The service that starts tasks through this type, if the proof does not read their network configuration. */
  readonly startsTasksOf?: string;
  /** The consequence of its destruction or replacement. @default a review reports nothing */
  readonly destruction?: Destruction;
  /** What an update in place or a replacement can take away. @default a review reports nothing */
  readonly withdraws?: readonly Withdrawal[];
  /** Access that a change can open, or protection that it can remove. @default a review reports nothing */
  readonly opens?: readonly Opening[];
}

/** Attribute names by their contents: one id, a list of ids, and so on. */
export interface ReferencedBy {
  readonly id?: readonly string[];
  readonly ids?: readonly string[];
  readonly arn?: readonly string[];
  readonly arns?: readonly string[];
  readonly name?: readonly string[];
}

export interface ReferenceType {
  /** Types whose ids, ARNs or names the attribute accepts. */
  readonly types: readonly string[];
  /** The attribute of these types that it contains. */
  readonly by: "id" | "arn" | "name";
  readonly list: boolean;
}

export const id = (...types: string[]): ReferenceType => ({ types, by: "id", list: false });
export const arn = (...types: string[]): ReferenceType => ({ types, by: "arn", list: false });
export const arns = (...types: string[]): ReferenceType => ({ types, by: "arn", list: true });
export const name = (...types: string[]): ReferenceType => ({ types, by: "name", list: false });
export const names = (...types: string[]): ReferenceType => ({ types, by: "name", list: true });

export interface Adoption {
  /** The type that it counts as: a default subnet is a subnet. */
  readonly as: string;
  /**
   * The argument that selects the default that it adopts.
   * @default it adopts the only one of the account and Region
   */
  readonly by?: string;
  /** The attribute of the VPC that identifies the same default. */
  readonly of?: string;
}

export interface CreatedAlong {
  readonly type: string;
  /**
   * Whether a resource of the configuration can be the same object, such as an imported replica.
   * @default false
   */
  readonly manageable?: true;
  /** Whether an unknown reference can refer to it. @default true */
  readonly candidate?: false;
}

export interface Uniqueness {
  readonly by: readonly string[];
  /**
   * Whether the combination is unique only under conditions, so that it does not distinguish instances.
   * @default false
   */
  readonly conditional?: true;
  /**
   * The result of a plan that creates the second one before it destroys the first; with `inZone`, in any subnet of one
   * Availability Zone.
   * @default a review reports nothing
   */
  readonly refused?: { readonly rule?: RuleId; readonly because: string; readonly inZone?: true };
}

/** An attribute of an owner that lists resources of this type, and the form of an entry. */
export interface Listing {
  readonly owner: string;
  /** The attribute with the owner's id. */
  readonly by: string;
  /** The owner's attribute. */
  readonly attribute: string;
  readonly as: ListedAs;
}

export type ListedAs =
  /** A list of ids, one of which equals this attribute. */
  | { readonly form: "id"; readonly of: string }
  /** A single value that equals this attribute, and that is unset without the resource. */
  | { readonly form: "value"; readonly of: string }
  /** A single value; without the resource it equals this attribute. */
  | { readonly form: "restored"; readonly from: string }
  /** A document that is unset without the resource. */
  | { readonly form: "unset" }
  /** A list of blocks with an attribute that equals one of the resource. */
  | { readonly form: "block"; readonly own: string; readonly inBlock: string }
  /** A route table's list of routes. */
  | { readonly form: "route" }
  /** A network ACL's list of rules in one direction. */
  | { readonly form: "acl-rule"; readonly egress: boolean }
  /** A security group's list of rules. With `direction`, only if the attribute `type` has this value. */
  | { readonly form: "group-rule"; readonly direction?: "ingress" | "egress" };

export interface ArnForm {
  readonly service: string;
  /** The text between the account and the name. */
  readonly prefix: string;
  /** The attribute at the end of the ARN. */
  readonly attribute: string;
  readonly global?: true;
  /** Whether the ARN has only the name after the service, without Region and account. */
  readonly bare?: true;
  /** Whether AWS appends six random characters. */
  readonly suffixed?: true;
}

export interface Destruction {
  /** The consequence, with or without a replacement. */
  readonly means: string;
  readonly rule?: RuleId;
  /** Attributes that say what it was, such as the range of a route; those that have a value are printed. */
  readonly shows?: readonly string[];
  /** Only if it is destroyed; a replacement is harmless. @default false */
  readonly onlyDeleted?: true;
  /** Only if it is replaced before the new one exists, and another resource of the plan uses it. @default false */
  readonly onlyReplacedInUse?: true;
  /** Whether data is lost, which nobody can bring back. @default false */
  readonly data?: true;
  /** Whether access is opened. @default something stops working */
  readonly access?: true;
  /** Whether the destruction of an object with these attributes has no consequence. */
  readonly isHarmless?: (before: Readonly<Record<string, unknown>>) => boolean;
  /** An attribute with which the provider leaves the object in AWS: `skip_destroy`. */
  readonly skippedBy?: string;
}

/** Something that a change of one attribute takes away. */
export type Withdrawal = {
  /** `scaling_config.max_size` for an attribute of a block that exists once. */
  readonly attribute: string;
  /** The consequence, after the name of the resource: `stops every task`. */
  readonly means: string;
  readonly todo: string;
  readonly rule?: RuleId;
  /** Whether data is lost, or access is opened. @default something stops working */
  readonly data?: true;
  readonly access?: true;
} & (
  | {
      /** The attribute gets this value, and had another one. */
      readonly form: "becomes";
      readonly is: string | number | boolean;
      /** The value without the attribute. @default it had none */
      readonly unset?: string;
      /** Whether creating a resource with this value is dangerous, too. @default false */
      readonly orNew?: true;
    }
  | {
      /** A list or set loses entries; `member` is the attribute of a block that tells entries apart. */
      readonly form: "loses";
      readonly member?: string;
      /** Attributes of the block that tell entries apart, too, with the value that needs no mention. */
      readonly also?: Readonly<Record<string, string | number>>;
    }
  | {
      /** A list has more entries than AWS allows while new entries exist beside the old ones; `member` tells entries apart. */
      readonly form: "crowds";
      readonly member: string;
      readonly most: number;
    }
  | {
      /** The entry is removed from the list. */
      readonly form: "lacks";
      readonly entry: string;
    }
  | {
      /** A new resource names one that exists. */
      readonly form: "overwrites";
    }
  | {
      /** The attribute had a value, and gets another one. */
      readonly form: "changes";
    }
  | {
      /** The least number at the attribute gets lower; 0 and no number at all are no limit. */
      readonly form: "shrinks";
      /** A new resource limits what exists already, unless the plan creates the resource that this attribute names. */
      readonly of?: string;
    }
);

export type Opening =
  /** Inbound rules that allow everyone. */
  | { readonly form: "inbound-rules" }
  /** An attribute with this value, or, with `not`, with any other. */
  | {
      readonly form: "value";
      readonly attribute: string;
      readonly is?: boolean | string;
      readonly not?: boolean;
      /** Whether a new resource with the value opens nothing. @default false */
      readonly onlyChanged?: true;
      readonly what: string;
      readonly todo: string;
    }
  /** Deletion protection that is disabled by this attribute. */
  | { readonly form: "deletion-protection"; readonly attribute: string }
  /** A public endpoint of an EKS cluster. */
  | { readonly form: "public-endpoint" }
  /** A policy document: of what a principal may do, of who may use the resource, or of who may assume a role. */
  | { readonly form: "policy"; readonly attribute: string; readonly of: PolicyKind }
  /** Attached AWS managed policies: one ARN, or a list. */
  | { readonly form: "managed-policies"; readonly attribute: string }
  /** A principal that gets access: an ARN, an account, or everyone; unless one of the attributes restricts it. */
  | { readonly form: "principal"; readonly attribute: string; readonly restrictedBy: readonly string[] };

export type PolicyKind = "identity" | "resource" | "trust";

/** The types of one AWS service, and what applies to all names with a prefix. */
export interface Service {
  readonly types: Readonly<Record<string, ResourceType>>;
  /** The prefix of a service whose ids are not returned by data sources of other services. */
  readonly ownIds?: string;
  /** Prefixes of types that have no IP address. */
  readonly withoutAddresses?: readonly string[];
}
