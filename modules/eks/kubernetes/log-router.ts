import { KubeConfigMap } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { managed, Namespace } from "./namespace";

export interface LogRouterProps {
  readonly region: string;
  /** The existing log group for the pods' logs. */
  readonly logGroupName: string;
}

/** EKS's limit (EKS-10). */
const mostCharacters = 5300;

/**
 * The destination of Fargate's own log router. EKS reads it from a namespace with this name and label when a pod
 * starts; running pods are not affected by a change (EKS-10).
 */
export class LogRouter extends Construct {
  constructor(scope: Construct, id: string, { region, logGroupName }: LogRouterProps) {
    super(scope, id);
    const namespace = "aws-observability";
    new Namespace(this, "namespace", { name: namespace, labels: { "aws-observability": "enabled" } });
    const data = {
      "filters.conf": section("FILTER", {
        Name: "kubernetes",
        Match: "kube.*",
        Merge_Log: "On",
        Keep_Log: "Off",
        // No limit on the size of API server responses: otherwise logs of large pods would have no metadata (EKS-10).
        Buffer_Size: "0",
        Kube_Meta_Cache_TTL: "300s",
      }),
      "output.conf": section("OUTPUT", {
        Name: "cloudwatch_logs",
        Match: "kube.*",
        region,
        log_group_name: logGroupName,
        log_stream_prefix: "pod-",
        auto_create_group: "false",
      }),
    };
    const length = Object.values(data).join("").length;
    if (length > mostCharacters) {
      throw new Error(`'${this.node.path}' should have at most ${mostCharacters} characters (EKS-10), got ${length}`);
    }
    new KubeConfigMap(this, "Resource", { metadata: { namespace, name: "aws-logging", labels: managed }, data });
  }
}

/** A section of Fluent Bit's classic configuration. */
function section(name: string, entries: Readonly<Record<string, string>>): string {
  return [`[${name}]`, ...Object.entries(entries).map(([key, value]) => `    ${key} ${value}`), ""].join("\n");
}
