import {
  CloudBackend,
  DataTerraformRemoteState,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";

import { earlierStateFileName, stateFileName } from "./local-states";
import { type StackSettings, type StateSettings } from "./settings";

type LocalSettings = Extract<StateSettings, { backend: "local" }>;
type S3Settings = Extract<StateSettings, { backend: "s3" }>;
type CloudSettings = Extract<StateSettings, { backend: "cloud" }>;

/** Gives a stack the backend from the settings, with its own key or workspace. */
export function configureBackend(stack: TerraformStack, settings: StackSettings): void {
  const { state, account, organization } = settings;
  const name = statePlace(settings, stack.node.id);
  switch (state.backend) {
    case "local":
      new LocalBackend(stack, { path: localPath(state, organization, name) });
      return;
    case "s3":
      new S3Backend(stack, {
        ...s3Location(state, organization, name, account.stateRole),
        encrypt: true,
        kmsKeyId: state.kmsKeyId,
      });
      // Uses Terraform's own lock file: DynamoDB locking is deprecated (TF-04), and cdktf's props support nothing else.
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
      return;
    case "cloud":
      new CloudBackend(stack, {
        organization: state.organization,
        hostname: state.hostname,
        workspaces: new NamedCloudWorkspace(workspace(state, name), state.project),
      });
  }
}

/**
 * Reads the state of another stack of the same organization in `reader`.
 *
 * @param id the other stack's name, such as `shared-network`
 */
export function remoteState(reader: TerraformStack, id: string, settings: StackSettings): TerraformRemoteState {
  const { state, account, organization } = settings;
  const name = statePlace(settings, id);
  switch (state.backend) {
    case "local":
      return new DataTerraformRemoteStateLocal(reader, id, { path: localPath(state, organization, name) });
    case "s3":
      return new DataTerraformRemoteStateS3(reader, id, s3Location(state, organization, name, account.stateRole));
    case "cloud":
      return new DataTerraformRemoteState(reader, id, {
        organization: state.organization,
        hostname: state.hostname,
        workspaces: new NamedRemoteWorkspace(workspace(state, name)),
      });
  }
}

/** Relative to `cdktf.out/stacks/<stack>`, where Terraform runs: an absolute path would differ on every machine. */
function localPath({ earlierNames }: LocalSettings, organization: string, stack: string): string {
  const file = earlierNames?.has(stack) ? earlierStateFileName(stack) : stateFileName(organization, stack);
  return `../../../${file}`;
}

function workspace({ workspacePrefix = "" }: CloudSettings, stack: string): string {
  return `${workspacePrefix}${stack}`;
}

function s3Location(state: S3Settings, organization: string, stack: string, roleArn: string | undefined) {
  return {
    bucket: state.bucket,
    region: state.region,
    key: keyOf(state, organization, stack),
    assumeRole: roleArn ? { roleArn } : undefined,
  };
}

/**
 * The key of a stack's state in the bucket.
 *
 * @throws Error if the states are not in S3
 */
export function stateKey(settings: StackSettings, stack: string): string {
  const { state, organization } = settings;
  if (state.backend !== "s3") throw new Error(`states should be in S3, got '${state.backend}'`);
  return keyOf(state, organization, statePlace(settings, stack));
}

/** The stack name in the place of a state: the first that the stack had, since Terraform can't move it by itself. */
function statePlace({ formerStackNames = {} }: StackSettings, stack: string): string {
  return formerStackNames[stack] ?? stack;
}

function keyOf({ keyPrefix }: S3Settings, organization: string, stack: string): string {
  return [keyPrefix, organization, `${stack}.tfstate`].filter(Boolean).join("/");
}
