import data from "./eks-versions.json";

/**
 * Kubernetes versions that Amazon EKS supports, oldest first. The list is data with its date and source
 * (eks-versions.json), since Terraform would report an unsupported version only at apply; the default is its last
 * (EKS-13).
 */
export const eksVersions = data.versions.map(({ version }) => version) as [string, ...string[]];

/** The last days of the version's standard and extended support, such as `2026-12-02`. */
export function supportOf(version: string): { readonly standard: string; readonly extended: string } | undefined {
  const found = data.versions.find((one) => one.version === version);
  return found && { standard: found.standardSupportEnds, extended: found.extendedSupportEnds };
}
