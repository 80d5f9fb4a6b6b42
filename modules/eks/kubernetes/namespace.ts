import { KubeNamespace } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

export interface NamespaceProps {
  readonly name: string;
  /** Labels besides the project's own. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { name, labels }: NamespaceProps) {
    super(scope, id);
    new KubeNamespace(this, "Resource", { metadata: { name, labels: { ...managed, ...labels } } });
  }
}

/** The label of every object created here. */
export const managed = { "app.kubernetes.io/managed-by": "mountpath" };
