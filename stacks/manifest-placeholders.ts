import { type EksFargateWorkload, type Organization } from "../config/organization";
import { partitionOf } from "../modules/iam-policy";
import { type ManifestIds, workloadManifests } from "./eks-manifests";
import { eksClusterName, serviceAccountRoleName } from "./eks-names";

/** A name that stands in manifests for an id which only Terraform knows. */
export interface Placeholder {
  /** As it stands there: `${FILE_SYSTEM_ID_CONTENT}`, which envsubst, Flux and others fill in. */
  readonly placeholder: string;
  /** Where the id is to be had. */
  readonly source: string;
}

export interface PlaceholderManifests {
  /** YAML documents by a key that sorts them into their order. */
  readonly manifests: Readonly<Record<string, string>>;
  readonly placeholders: readonly Placeholder[];
}

/**
 * The manifests of a workload as a GitOps repository keeps them, known before anything is applied.
 *
 * @throws Error where two names come to the same placeholder
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
      throw new Error(`${other} and ${source} would both be ${written}, give one of them another name in the file`);
    }
    sources.set(written, source);
    return written;
  };
  const clusterName = eksClusterName(organization, workloadName);
  const partition = partitionOf(organization.region);
  const account = organization.accounts[organization.workloadVpcs[workload.vpc]?.account ?? ""]?.id;
  const ids: ManifestIds = {
    fileSystem: (name) =>
      placeholder(["file-system-id", name], `output file_system_ids["${name}"] of vpc-${workload.vpc}`),
    accessPoint: (fileSystem, name) =>
      placeholder(
        ["access-point-id", fileSystem, name],
        `output access_point_ids["${fileSystem}/${name}"] of vpc-${workload.vpc}`,
      ),
    // Known beforehand: the account and the name are the file's.
    role: (deployment) => `arn:${partition}:iam::${account}:role/${serviceAccountRoleName(clusterName, deployment)}`,
  };
  const manifests = workloadManifests(organization, workloadName, workload, ids, (text) => text);
  return {
    manifests,
    placeholders: [...sources].map(([written, source]) => ({ placeholder: written, source })),
  };
}
