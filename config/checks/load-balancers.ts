import { checkInterval, checkTarget } from "../balanced-containers";
import { accountId, items } from "../draft";
import { quote } from "../errors";
import { hasPublicSubnets, workloadZones } from "../vpc-parts";
import { ecsServices, type ServicePart } from "../workload-parts";
import { type Check, type Report } from "./check";

type Written = NonNullable<ServicePart["task"]["loadBalancer"]>;

/** A load balancer has a container to send requests to, two zones, and public subnets if it is public. */
export const checkLoadBalancers: Check = (draft, report) => {
  const taken = new Map<string, string>();
  for (const part of ecsServices(draft)) {
    const { path, task } = part;
    const { loadBalancer, deployment } = task;
    if (loadBalancer === undefined) {
      if (!("loadBalancer" in task) && !("listenerRule" in task) && deployment?.healthCheckGraceSeconds !== undefined) {
        const message = "should be omitted without a loadBalancer, since it applies to its health checks";
        report.error(
          [...path, "deployment", "healthCheckGraceSeconds"],
          `${message}, got ${deployment.healthCheckGraceSeconds}`,
        );
      }
      continue;
    }
    const place = [...path, "loadBalancer"];
    checkTarget(part, place, loadBalancer, report);
    const { vpc, vpcName } = part;
    const zones = vpc && vpcName !== undefined ? workloadZones(vpcName, vpc)?.zones : undefined;
    if (zones !== undefined && new Set(zones).size < 2) {
      report.error(
        place,
        `should be in a VPC with at least two zones, got VPC '${vpcName}' with ${zones.length}`,
        "key",
      );
    }
    if (loadBalancer.scheme === "public" && vpc && !hasPublicSubnets(vpc)) {
      const remedy = "vpc" in vpc ? "list them in publicSubnets of the VPC" : "give the VPC publicSubnets: true";
      const message = `should be internal, since VPC '${vpcName}' has no public subnets, got 'public'; or ${remedy}`;
      report.error([...place, "scheme"], message);
    }
    if (loadBalancer.scheme === "public" && !("certificate" in loadBalancer) && loadBalancer.type !== "network") {
      const message = "exposes plain HTTP to the internet without a certificate, got 'public'; add certificate";
      report.warning([...place, "scheme"], message);
    }
    const account = accountId(draft, vpc?.account);
    const owner = loadBalancer.certificate?.split(":")[4];
    if (account !== undefined && owner !== undefined && owner !== account) {
      const message = `should be a certificate in account ${account}, like the load balancer, got one in account ${owner}`;
      report.error([...place, "certificate"], message);
    }
    const webAclOwner = loadBalancer.webAcl?.split(":")[4];
    if (account !== undefined && webAclOwner !== undefined && webAclOwner !== account) {
      const message = `should be a web ACL in account ${account}, like the load balancer, got one in account ${webAclOwner}`;
      report.error([...place, "webAcl"], message);
    }
    if (loadBalancer.type === "network") checkNetwork(part, loadBalancer, report);
    checkRecords(part, loadBalancer, account, taken, report);
    checkInterval(place, loadBalancer.healthCheck, report);
  }
};

/** Properties that a network load balancer doesn't have, which knows connections and no requests. */
function checkNetwork({ path, task }: ServicePart, loadBalancer: Written, report: Report): void {
  const place = [...path, "loadBalancer"];
  for (const property of ["webAcl", "slowStartSeconds", "idleTimeoutSeconds"] as const) {
    if (!(property in loadBalancer)) continue;
    report.error([...place, property], "should be left out of a network load balancer, which has none", "key");
  }
  for (const property of ["path", "codes"] as const) {
    if (!(property in (loadBalancer.healthCheck ?? {}))) continue;
    const message = "should be left out of a network load balancer, whose health check is a TCP connection";
    report.error([...place, "healthCheck", property], message, "key");
  }
  if ("accessLogs" in loadBalancer && !("certificate" in loadBalancer)) {
    const message = "should be left out without a certificate, since a network load balancer logs TLS connections only";
    report.error([...place, "accessLogs"], message, "key");
  }
  if (task.scaling?.requestsPerTarget !== undefined) {
    const message = `should be left out, since a network load balancer counts no requests, got ${task.scaling.requestsPerTarget}`;
    report.error([...path, "scaling", "requestsPerTarget"], message);
  }
}

/** A name in a zone leads to one load balancer, and a zone of another account needs a role there. */
function checkRecords(
  { path, name }: ServicePart,
  { records }: Written,
  account: string | undefined,
  taken: Map<string, string>,
  report: Report,
): void {
  for (const [index, record] of items(records)) {
    const place = [...path, "loadBalancer", "records", index];
    if (record.role !== undefined && record.role.split(":")[4] === account) {
      const message = `should be left out, since account ${account} is the VPC's own, got ${quote(record.role)}`;
      report.error([...place, "role"], message);
    }
    if (record.name === undefined || record.zone === undefined) continue;
    const key = `${record.zone} ${record.name.toLowerCase()}`;
    const other = taken.get(key);
    taken.set(key, other ?? name);
    if (other === undefined) continue;
    const message = `is a record of service ${quote(other)} in zone ${record.zone} already, got ${quote(record.name)}`;
    report.error([...place, "name"], message);
  }
}
