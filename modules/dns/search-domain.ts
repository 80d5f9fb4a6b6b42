/**
 * The search domain of a VPC's hosts that Amazon's resolver uses (VPC-04).
 *
 * @returns `ec2.internal` in us-east-1, otherwise such as `eu-west-1.compute.internal`
 */
export function searchDomain(region: string): string {
  return region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
}
