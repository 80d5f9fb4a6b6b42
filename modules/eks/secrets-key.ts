import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";

export interface SecretsKeyProps {
  /** Without `alias/`. */
  readonly alias: string;
  readonly cluster: string;
}

/**
 * The key that encrypts the secrets of a cluster. Without it they are lost, so the deletion window is the longest that
 * KMS allows.
 */
export class SecretsKey extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { alias, cluster }: SecretsKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: `Kubernetes secrets of ${cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    new KmsAlias(this, "Alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
    this.keyArn = key.arn;
  }
}
