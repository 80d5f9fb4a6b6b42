import { type EksFargateWorkload, type Organization } from "../config/organization";
import { partitionOf } from "../modules/iam-policy";
import { type ManifestIds, workloadManifests } from "./eks-manifests";
import { eksClusterName, serviceAccountRoleName } from "./eks-names";

/** A placeholder in manifests for an id that only Terraform knows. */
export interface Placeholder {
  /** The written form: `${FILE_SYSTEM_ID_CONTENT}`, which envsubst, Flux and others replace. */
  readonly placeholder: string;
  /** The Terraform output that has the id. */
  readonly source: string;
}

export interface PlaceholderManifests {
  /** YAML documents by a key whose order is the order to apply. */
  readonly manifests: Readonly<Record<string, string>>;
  readonly placeholders: readonly Placeholder[];
}

/**
 * The manifests of a workload in the form for a GitOps repository, available before any apply.
 *
 * @throws Error if two names give the same placeholder
 */
export function placeholderManifests(
  organization: Organization,
  workloadName: string,
  workload: EksFargateWorkload,
): PlaceholderManifests {
  const sources = new Map<string, string>();
  const placeholder = (names: readonly string[], source: string) => {
    const written = `\${${names.map((name) => name.toUpperCase().replace(/-/g, "_")).join("__")}}`;
    const other = sources.get(written) ?? source;
    if (other !== source) {
      throw new Error(`${other} and ${source} would both be ${written}; rename one of them in the file`);
    }
    sources.set(written, source);
    return written;
  };
  const clusterName = eksClusterName(organization, workloadName);
  const partition = partitionOf(organization.region);
  const account = organization.accounts[organization.workloadVpcs[workload.vpc]?.account ?? ""];
  const ids: ManifestIds = {
    fileSystem: (name) =>
      placeholder(["file-system-id", name], `output file_system_ids["${name}"] of vpc-${workload.vpc}`),
    accessPoint: (fileSystem, name) =>
      placeholder(
        ["access-point-id", fileSystem, name],
        `output access_point_ids["${fileSystem}/${name}"] of vpc-${workload.vpc}`,
      ),
    // Known before apply: the account, the path and the name come from the file.
    role: (deployment) =>
      `arn:${partition}:iam::${account?.id}:role${account?.rolePath ?? "/"}${serviceAccountRoleName(clusterName, deployment)}`,
  };
  const manifests = workloadManifests(organization, workloadName, workload, ids, (text) => text);
  return {
    manifests,
    placeholders: [...sources].map(([written, source]) => ({ placeholder: written, source })),
  };
}
