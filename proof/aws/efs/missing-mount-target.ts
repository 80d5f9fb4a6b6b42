import { type DnsAnswer } from "../../dns/answer";
import { fileSystemOf, labelsOf } from "../../dns/name";
import { type Facts } from "../../facts";
import { notDeleted } from "../attributes/block";
import { type Vpc } from "../dns/vpc-dns";
import { identityOf, subnetOf } from "../network/subnet";

/** EFS-02: explains the answer for a file system without a mount target in the VPC. Undefined if there may be one. */
export function missingMountTarget(facts: Facts, vpc: Vpc, answer: DnsAnswer): string | undefined {
  const { graph } = facts;
  const fileSystem = fileSystemOf(labelsOf(answer.name));
  const { answerer, verdict } = answer;
  if (fileSystem === undefined || verdict !== "yes" || answerer.by !== "aws" || answerer.from !== "efs")
    return undefined;
  const mayBe = notDeleted(graph.all("aws_efs_mount_target")).some((target) => {
    const { vpc: of } = subnetOf(facts, target.get("subnet_id"));
    if (of.kind !== "unknown" && identityOf(of) !== vpc.id) return false;
    const found = graph.resolve(target.get("file_system_id"));
    const id = found.kind === "literal" ? String(found.value) : found.kind === "resource" ? found.id : undefined;
    return id === undefined || id === fileSystem;
  });
  if (mayBe) return undefined;
  return `the input has no mount target of ${fileSystem} in ${vpc.name}; without one its name does not resolve (EFS-02)`;
}
