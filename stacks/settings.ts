/** Where the states of an organisation lie. */
export type StateSettings =
  | { readonly backend: "local" }
  | {
      readonly backend: "s3";
      readonly bucket: string;
      readonly region: string;
      /** ARN of the KMS key that encrypts the states. @default the bucket's own encryption */
      readonly kmsKeyId?: string;
      /** Put before each stack's key. @default no prefix */
      readonly prefix?: string;
    }
  | { readonly backend: "cloud"; readonly organization: string; readonly hostname?: string; readonly project?: string };

export interface AccountSettings {
  /** 12 digits. */
  readonly id: string;
  /** ARN of the role that the provider assumes. @default the credentials that Terraform finds are used as they are */
  readonly deployRole?: string;
  /** ARN of the role that the S3 backend assumes. @default the credentials that Terraform finds are used as they are */
  readonly stateRole?: string;
}

/** What every stack needs to know, whatever it holds. */
export interface StackSettings {
  /** The organisation's name in the file; names that must be unique in an account begin with it. */
  readonly organization: string;
  readonly region: string;
  readonly account: AccountSettings;
  readonly state: StateSettings;
  readonly tags: Readonly<Record<string, string>>;
}
