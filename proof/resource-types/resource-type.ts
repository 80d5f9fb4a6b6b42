/**
 * What the proof and the review know of a type of Terraform resource or data source. An entry has the facts that differ from
 * what holds for every type: `id` and `arn` identify any resource, and `subnet_id` refers to a subnet wherever it stands.
 */
export interface ResourceType {
  /** How ids of this type begin: `fs` of `fs-0123456789abcdef0`. Other resources may have the id of the one they belong to. */
  readonly idPrefixes?: readonly string[];
  /**
   * Attributes that identify a resource, besides `id` and `arn`. Names are unique within an account and Region only.
   * @default none
   */
  readonly identity?: readonly string[];
  /** Attributes that refer to this type, whichever resource has them: `subnet_id` is the id of a subnet. */
  readonly referencedBy?: ReferencedBy;
  /** Attributes of this type whose name alone does not say what they refer to. They precede `referencedBy`. */
  readonly refersTo?: Readonly<Record<string, ReferenceType>>;
  /** References that AWS implies although Terraform has no argument for them: the attribute, and the type that it means. */
  readonly implies?: Readonly<Record<string, string>>;
  /** Set if the type adopts what AWS has created, such as a VPC's default security group. */
  readonly adopts?: Adoption;
  /** Resources that AWS creates along with this one, by the attribute with their id. */
  readonly creates?: Readonly<Record<string, CreatedAlong>>;
  /** Attributes that the provider computes in blocks that a configuration sets, by the name of the block. */
  readonly computed?: Readonly<Record<string, readonly string[]>>;
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
   * Where ids can come from that no expression shows: `anything` passes on any value, and `nothing` gives no ids.
   * @default a data source may give ids; a managed resource gives only those of its own type
   */
  readonly gives?: "anything" | "nothing";
  /** Whether it holds values from outside the input, whose attribute names do not say what they are. @default false */
  readonly external?: true;
  /** The service that decrypts and returns a secret of this type, or of which this type has one. */
  readonly secretOf?: "secretsmanager" | "ssm";
  /** The service that starts tasks by this type, if the proof does not read with which network configuration. */
  readonly startsTasksOf?: string;
  /** The consequence of its destruction or replacement. @default a review reports nothing */
  readonly destruction?: Destruction;
  /** Access that a change can open, or protection that it can remove. @default a review reports nothing */
  readonly opens?: readonly Opening[];
}

/** Attribute names by what they hold: one id, a list of ids, and so on. */
export interface ReferencedBy {
  readonly id?: readonly string[];
  readonly ids?: readonly string[];
  readonly arn?: readonly string[];
  readonly arns?: readonly string[];
  readonly name?: readonly string[];
}

export interface ReferenceType {
  /** Types whose ids, ARNs or names the attribute takes. */
  readonly types: readonly string[];
  /** The attribute of those that it takes. */
  readonly by: "id" | "arn" | "name";
  readonly list: boolean;
}

export const id = (...types: string[]): ReferenceType => ({ types, by: "id", list: false });
export const arn = (...types: string[]): ReferenceType => ({ types, by: "arn", list: false });
export const arns = (...types: string[]): ReferenceType => ({ types, by: "arn", list: true });
export const name = (...types: string[]): ReferenceType => ({ types, by: "name", list: false });
export const names = (...types: string[]): ReferenceType => ({ types, by: "name", list: true });

export interface Adoption {
  /** The type that it is one of: a default subnet is a subnet. */
  readonly as: string;
  /** The argument that says which default it adopts. @default it adopts the only one of the account and Region */
  readonly by?: string;
  /** The attribute of the VPC that stands for the same default. */
  readonly of?: string;
}

export interface CreatedAlong {
  readonly type: string;
  /** Whether a resource of the configuration can be the same object, such as a replica that is imported. @default false */
  readonly manageable?: true;
  /** Whether a reference that is not known can be to it. @default true */
  readonly candidate?: false;
}

export interface Uniqueness {
  readonly by: readonly string[];
  /** Whether the combination is unique only under conditions, so that it does not tell instances apart. @default false */
  readonly conditional?: true;
  /** What a plan that creates the second one before it destroys the first leads to. @default a review reports nothing */
  readonly refused?: { readonly rule?: string; readonly because: string };
}

/** An attribute of an owner that lists resources of this type, and how the list shows one of them. */
export interface Listing {
  readonly owner: string;
  /** The attribute with the owner's id. */
  readonly by: string;
  /** The owner's attribute. */
  readonly attribute: string;
  readonly as: ListedAs;
}

export type ListedAs =
  /** A list of ids, one of which this attribute has. */
  | { readonly form: "id"; readonly of: string }
  /** One value, which this attribute has, and which is unset without it. */
  | { readonly form: "value"; readonly of: string }
  /** One value; without the resource it is what this attribute has. */
  | { readonly form: "restored"; readonly from: string }
  /** A document that is unset without it. */
  | { readonly form: "unset" }
  /** A list of blocks, with an attribute that is equal to one of the resource. */
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
  /** The attribute that the ARN ends in. */
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
  readonly rule?: string;
  /** Only if it is destroyed; a replacement is harmless. @default false */
  readonly onlyDeleted?: true;
}

export type Opening =
  /** Inbound rules that allow everyone. */
  | { readonly form: "inbound-rules" }
  /** An attribute with this value, or, with `not`, with any other. */
  | {
      readonly form: "value";
      readonly attribute: string;
      readonly is?: boolean;
      readonly not?: boolean;
      readonly what: string;
      readonly todo: string;
    }
  /** Deletion protection that is disabled by this attribute. */
  | { readonly form: "deletion-protection"; readonly attribute: string }
  /** A public endpoint of an EKS cluster. */
  | { readonly form: "public-endpoint" }
  /** A policy that allows every action on everything. */
  | { readonly form: "policy"; readonly attribute: string };

/** The types of one AWS service, and what holds for all names that begin with a prefix. */
export interface Service {
  readonly types: Readonly<Record<string, ResourceType>>;
  /** The prefix of a service whose ids no data source of another service gives. */
  readonly ownIds?: string;
  /** Prefixes of types that have no IP address. */
  readonly withoutAddresses?: readonly string[];
}
