import { parseOrganizationText } from "../../config/load";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { changed, type File, variants, yamlOf } from "../support/variants";

type Stacks = Parameters<typeof graphOfStacks>[0];
const replica = "fs-0123456789abcdef0";

test("EFS creates a replica in the Region, and an existing file system becomes one", () => {
  const { resource } = synthFile(variants["replicas of file systems"]!)["vpc-data"]!;
  const replications = Object.entries(resource["aws_efs_replication_configuration"]!);
  expect(
    replications.map(([name, { source_file_system_id, destination }]) => [name, source_file_system_id, destination]),
  ).toEqual([
    [
      "archive",
      "${aws_efs_file_system.archive.id}",
      {
        region: "us-west-2",
        availability_zone_name: "us-west-2a",
        kms_key_id: "arn:aws:kms:us-west-2:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    ],
    ["media", "${aws_efs_file_system.media.id}", { region: "eu-west-1", file_system_id: replica }],
  ]);
});

test("no replica is made by default", () => {
  expect(synthFile(variants["example"]!)["vpc-apps"]!.json).not.toContain("aws_efs_replication_configuration");
});

test("a Region that is not known gives a warning", () => {
  const file = changed((file) => {
    file.workloadVpcs!["apps"]!.fileSystems!["content"] = { replication: { region: "us-west-3" } };
    delete file.workloads;
  });
  expect(parseOrganizationText("organization.yaml", yamlOf(file)).warnings.map(({ message }) => message)).toContain(
    "is not a known Region, got 'us-west-3'; did you mean 'us-west-1'?",
  );
});

describe("a file system of the file that is a replica of another one", () => {
  const withReplica = (readOnly: boolean): File =>
    changed((file) => {
      delete file.workloads!["platform"];
      const web = file.workloads!["web"]!;
      if (web.platform !== "ecs-fargate") throw new Error("web should run on ecs-fargate");
      const accessPoints = { web: { path: "/web", uid: 1000, gid: 1000 } };
      file.workloadVpcs!["apps"]!.fileSystems = {
        content: { accessPoints, replication: { region: "us-east-1", fileSystemId: replica } },
        copy: { id: replica, accessPoints },
      };
      web.services!["nginx"] = {
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/app:1",
        cpu: 256,
        memory: 512,
        mounts: {
          "/content": { fileSystem: "content", accessPoint: "web" },
          "/copy": { fileSystem: "copy", accessPoint: "web", readOnly },
        },
      };
    });
  const findings = (file: File) => {
    const stacks = Object.entries(synthFile(file)).map(([name, { json }]) => [name, JSON.parse(json) as object]);
    return prove(graphOfStacks(Object.fromEntries(stacks) as Stacks)).findings.filter(({ rule }) => rule === "EFS-16");
  };

  test("is reported if a task writes to it, and its source is not", () => {
    expect(findings(withReplica(false))).toMatchObject([
      {
        severity: "warning",
        resource: "aws_efs_replication_configuration.content",
        detail: expect.stringContaining("is its destination, which is read-only") as string,
      },
    ]);
  });

  test("is not reported if the task only reads", () => {
    expect(findings(withReplica(true))).toEqual([]);
  });
});
