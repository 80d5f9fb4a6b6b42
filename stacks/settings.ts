import { once } from "../config/once";
import { type Organization } from "../config/organization";
import { homeRegionOf, type RegionalOrganization } from "../config/regions";

/** Where the states of an organization are stored. */
export type StateSettings =
  | {
      readonly backend: "local";
      /** Stacks whose state keeps the name that earlier versions gave it. @default none */
      readonly earlierNames?: ReadonlySet<string>;
    }
  | {
      readonly backend: "s3";
      readonly bucket: string;
      readonly region: string;
      /** ARN of the KMS key that encrypts the states. @default the bucket's own encryption */
      readonly kmsKeyId?: string;
      /** The prefix of each stack's key. @default none */
      readonly keyPrefix?: string;
    }
  | {
      readonly backend: "cloud";
      readonly organization: string;
      readonly hostname?: string;
      readonly project?: string;
      /** The prefix of each workspace's name. @default none */
      readonly workspacePrefix?: string;
    };

export interface AccountSettings {
  /** 12 digits. */
  readonly id: string;
  /** ARN of the role that the provider assumes. @default the credentials that Terraform finds are used */
  readonly deployRole?: string;
  /** ARN of the role that the S3 backend assumes. @default the credentials that Terraform finds are used */
  readonly stateRole?: string;
  /** ARN of the policy that limits every role. @default none */
  readonly permissionsBoundary?: string;
  /** IAM path of every role and instance profile. @default "/" */
  readonly rolePath?: string;
}

export interface PublishSettings {
  /** The prefix of the parameters' names, such as `/network`. */
  readonly ssm: string;
  /** 12-digit ids of the accounts that may read the parameters. */
  readonly shareWith: readonly string[];
}

/** Settings that every kind of stack needs. */
export interface StackSettings {
  /** The organization's name in the file; names that must be unique in an account begin with it. */
  readonly organization: string;
  readonly region: string;
  readonly account: AccountSettings;
  readonly state: StateSettings;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * The names under which renamed stacks were deployed: their states stay where they are.
   * @default no stack was renamed
   */
  readonly formerStackNames?: Readonly<Record<string, string>>;
  /** Publishes the outputs as SSM parameters too. @default outputs only */
  readonly publish?: PublishSettings;
}

/** An organization together with what is known of the folder that it is deployed from. */
export interface DeployedOrganization extends RegionalOrganization {
  /** Stacks whose local state keeps the name that earlier versions gave it. @default none */
  readonly earlierStateNames?: ReadonlySet<string>;
}

/**
 * The settings of a stack in an account of the file.
 * @param ownTags tags of this stack, besides those of all stacks
 */
export function stackSettings(
  organization: DeployedOrganization,
  account: string,
  ownTags: StackSettings["tags"] = {},
): StackSettings {
  const { name, region, accounts, defaultTags, publish } = organization;
  const state = stateSettings(organization);
  const owner = accounts[account];
  if (!owner) throw new Error(`the file has no account '${account}'`);
  const stateRole = organization.state.backend === "s3" ? organization.state.roles[account] : undefined;
  return {
    organization: name,
    region,
    account: { ...owner, stateRole },
    state,
    formerStackNames: formerStackNames(organization),
    tags: { ...defaultTags, ...ownTags },
    publish: publish && {
      ssm: publish.ssm,
      shareWith: publish.shareWith.map((reader) => accounts[reader]?.id ?? reader),
    },
  };
}

/** The names of stacks before `formerly`, by their names now. */
export const formerStackNames = once(({ workloadVpcs, workloads }: Organization): Readonly<Record<string, string>> => {
  const names: Record<string, string> = {};
  for (const [name, { formerly }] of Object.entries(workloadVpcs))
    if (formerly) names[`vpc-${name}`] = `vpc-${formerly}`;
  for (const [name, { formerly, platform }] of Object.entries(workloads)) {
    const prefix = platform === "eks-fargate" ? "eks" : "ecs";
    if (formerly) names[`${prefix}-${name}`] = `${prefix}-${formerly}`;
  }
  return names;
});

function stateSettings(organization: DeployedOrganization): StateSettings {
  const { state, earlierStateNames } = organization;
  // The bucket is in one Region, whatever the stack's.
  if (state.backend === "s3") return { ...state, region: state.region ?? homeRegionOf(organization) };
  return state.backend === "local" ? localSettings(earlierStateNames) : state;
}

/** The settings of a stack whose state is a local file, whatever the backend of the others. */
export function localSettings(earlierNames: ReadonlySet<string> | undefined): StateSettings {
  return { backend: "local", earlierNames };
}
