/** What AWS shows of an adopted VPC, as statements for the proof, which sees only the file. */
import { type Assumption } from "../config/assume";
import { listed } from "../config/nearest";
import { type AdoptedVpc } from "./adopted-vpc";
import { type LiveDetails } from "./live/details";
import { type Note, note } from "./note";
import { type Observed } from "./observed";

export interface Facts {
  readonly statements: readonly Assumption[];
  readonly notes: readonly Note[];
}

export function factsOf(observed: Observed, details: LiveDetails, adopted: AdoptedVpc): Facts {
  const vpc = adopted.vpc.id;
  const read = `read from AWS on ${details.date}`;
  const statements: Assumption[] = [];
  const notes: Note[] = [];
  for (const what of details.unread) notes.push(note(`Could not be read: ${what}.`));
  const { resolverRules: rules, profiles, narrowAcls } = details;
  if (rules !== undefined && profiles !== undefined) {
    const others = [...rules, ...profiles];
    if (others.length > 0) {
      notes.push(
        note(`Associated with the VPC already: ${listed(others)}. A second rule for a domain is refused (DNS-08).`),
      );
    } else {
      const reason = `${read}: no resolver rule and no Route 53 Profile was associated`;
      statements.push({ statement: "no-other-resolver-rules", vpc, reason });
    }
  }
  if (narrowAcls?.length === 0) {
    const reason = `${read}: the first rule of every network ACL in use allows everything`;
    statements.push({ statement: "network-acls-allow-all", vpc, reason });
  } else if (narrowAcls !== undefined) {
    notes.push(note(`Network ACLs that don't allow everything: ${listed(narrowAcls)}.`));
  }
  addEndpoints(observed, details, adopted, read, statements, notes);
  for (const { id } of adopted.fileSystems.fileSystems) {
    if (details.withoutPolicy.has(id)) {
      const reason = `${read}: the file system has no policy`;
      statements.push({ statement: "file-system-policy-allows-clients", fileSystem: id, reason });
    } else notes.push(note(`${id} has a policy: make sure that it allows the clients (EFS-09).`));
  }
  return { statements, notes };
}

function addEndpoints(
  { endpoints, routeTables }: Observed,
  { reachable, unrestricted }: LiveDetails,
  { vpc: { id: vpc }, endpoints: { services } }: AdoptedVpc,
  read: string,
  statements: Assumption[],
  notes: Note[],
): void {
  const used = endpoints.filter(({ service }) => services.some((name) => service.endsWith(`.${name}`)));
  const interfaces = used.filter(({ type }) => type === "Interface").map(({ id }) => id);
  const shut = interfaces.filter((id) => !unrestricted.has(id) || !reachable?.has(id));
  if (interfaces.length > 0 && shut.length === 0) {
    const reason = `${read}: security groups allow HTTPS from the VPC, and the policies are the default`;
    statements.push({ statement: "existing-endpoints-open", vpc, reason });
  } else if (shut.length > 0) {
    notes.push(note(`Not open to the whole VPC, by security group or policy: ${listed(shut)} (EP-08).`));
  }
  const gateways = used.filter(({ type, id }) => type === "Gateway" && unrestricted.has(id));
  const covered = new Set(gateways.flatMap((gateway) => gateway.routeTables));
  if (gateways.length > 0 && routeTables.every(({ id }) => covered.has(id))) {
    const reason = `${read}: the gateway endpoint is on every route table, with the default policy`;
    statements.push({ statement: "s3-gateway-on-route-tables", vpc, reason });
  }
}
