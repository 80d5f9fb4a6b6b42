/**
 * The domain that hosts of a VPC look names up in, as Amazon's resolver has it (VPC-04).
 *
 * @returns `ec2.internal` in us-east-1, else such as `eu-west-1.compute.internal`
 */
export function searchDomain(region: string): string {
  return region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
}
