import { findVpc } from "../find-vpc";
import { AdoptError } from "../note";
import { type Observed } from "../observed";
import { type LiveDetails } from "./details";
import { networkOf, vpcsOf } from "./network";
import { isUnrestricted, narrowAcls, profiles, reachableEndpoints, resolverRules } from "./rules";
import { type Caller, loadSdk, reasonOf } from "./sdk";
import { noStorage, storageOf } from "./storage";

/**
 * A VPC as AWS describes it, with the credentials of the environment or the shared configuration files. Only read.
 *
 * @param wanted the VPC's id or its tag `Name`
 * @param region the Region; the SDK's own by default
 * @throws AdoptError if there is no such VPC, or if it can't be read
 */
export async function readLive(wanted: string | undefined, region: string | undefined): Promise<Observed> {
  const sdk = await loadSdk();
  const client = new sdk.ec2.EC2Client(region === undefined ? {} : { region });
  try {
    const caller: Caller = {
      region: await client.config.region(),
      credentials: () => client.config.credentials(),
      environment: process.env,
    };
    const source = `AWS in ${caller.region}`;
    const empty = {
      source,
      remedy: "name another VPC, or another Region with --region",
      planned: [],
      subnets: [],
      routeTables: [],
      endpoints: [],
      dhcpOptions: [],
      ...noStorage,
    };
    const vpc = findVpc({ ...empty, vpcs: await vpcsOf(sdk, client, caller.region) }, wanted);
    const { described, ...network } = await networkOf(sdk, client, vpc);
    const unread: string[] = [];
    const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await read();
      } catch (error) {
        unread.push(`${what} (${reasonOf(error)})`);
        return undefined;
      }
    };
    const efs = new sdk.efs.EFSClient({ region: caller.region });
    const { withoutPolicy, ...storage } =
      (await attempt("the file systems", () => storageOf(sdk, efs, vpc.id))) ?? noStorage;
    const details: LiveDetails = {
      date: new Date().toISOString().slice(0, 10),
      narrowAcls: await attempt("the network ACLs", () => narrowAcls(sdk, client, vpc.id)),
      resolverRules: await attempt("the resolver rules", () => resolverRules(caller, vpc.id)),
      profiles: await attempt("the Route 53 Profiles", () => profiles(caller, vpc.id)),
      reachable: await attempt("the endpoints' security groups", () =>
        reachableEndpoints(sdk, client, vpc.id, described, vpc.ranges),
      ),
      unrestricted: new Set(described.filter(isUnrestricted).flatMap(({ VpcEndpointId }) => VpcEndpointId ?? [])),
      withoutPolicy,
      unread,
    };
    return { ...empty, ...network, ...storage, details };
  } catch (error) {
    if (error instanceof AdoptError || !(error instanceof Error)) throw error;
    throw new AdoptError([whyNot(error)]);
  }
}

function whyNot(error: Error): string {
  const reason = reasonOf(error);
  if (error.name === "CredentialsProviderError") {
    return `AWS was not read, since there are no credentials (${reason}): set AWS_PROFILE, or read a state with --from`;
  }
  if (/region is missing/i.test(error.message)) {
    return "AWS was not read, since no Region is set: give it with --region, or set AWS_REGION";
  }
  return `AWS was not read (${reason}): the credentials need to describe the parts of VPCs (docs/adopt.md), or read a state with --from`;
}
