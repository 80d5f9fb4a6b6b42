import * as fc from "fast-check";

import { partitionOf, serviceDomainOf } from "../../config/aws";
import { type FileSystem } from "./arbitrary-file-systems";
import { type WrittenOrganization } from "./arbitrary-organization";
import { compact, optional, recordOf, text } from "./arbitrary-parts";

type Workload = Extract<NonNullable<WrittenOrganization["workloads"]>[string], { platform: "ecs-fargate" }>;
export type Container = Extract<Workload["services"][string], { containers: unknown }>["containers"][string];
type Mount = NonNullable<Container["mounts"]>[string];

// Created once, since an arbitrary from a pattern is slow to create.
const variables = fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/), text, { maxKeys: 3 });
const secretName = fc.stringMatching(/^s[a-z]{1,8}$/);
const argumentList = fc.array(text, { minLength: 1, maxLength: 3 });

/**
 * A container that Fargate accepts, whatever the task's other options are.
 *
 * @param firstPort the first of three ports; containers of a task share one network
 */
export function containers(
  fileSystems: Record<string, FileSystem>,
  region: string,
  firstPort: number,
): fc.Arbitrary<Container> {
  const secret = fc.constantFrom(
    `arn:${partitionOf(region)}:ssm:${region}:111111111111:parameter/web/token`,
    `arn:${partitionOf(region)}:secretsmanager:${region}:111111111111:secret:web-AbCdEf:password::`,
  );
  return fc
    .record({
      image: fc.constantFrom<string>(
        `111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/team/app:1.27`,
        `111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/quay/org/app:1`,
        `111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/app@sha256:${"a".repeat(64)}`,
        "registry.corp.example.com:5000/app",
      ),
      imageTagParameter: optional(fc.constantFrom("/images/app", "app-digest")),
      entryPoint: optional(argumentList),
      command: optional(argumentList),
      environment: optional(variables),
      environmentFiles: optional(fc.subarray(environmentFilesIn(region), { maxLength: 2 })),
      secrets: optional(fc.dictionary(secretName, secret, { maxKeys: 2 })),
      ports: optional(fc.subarray([0, 1, 2]).map((offsets) => offsets.map((offset) => firstPort + offset))),
      mounts: optional(mounts(fileSystems)),
      healthCheck: optional(
        fc.constantFrom<NonNullable<Container["healthCheck"]>>(
          { command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"] },
          { command: ["CMD", "true"], intervalSeconds: 5, timeoutSeconds: 2, retries: 1, startPeriodSeconds: 300 },
        ),
      ),
      workingDirectory: optional(fc.constant("/srv")),
      ulimits: optional(fc.constant({ nofile: { soft: 1024, hard: 65536 } })),
      stopTimeoutSeconds: optional(fc.integer({ min: 2, max: 120 })),
      cpuUnits: optional(fc.integer({ min: 1, max: 64 })),
      memoryMiB: optional(fc.integer({ min: 6, max: 128 })),
      initProcess: optional(fc.boolean()),
      addCapabilities: optional(fc.constant<string[]>(["SYS_PTRACE"])),
    })
    .map(({ image, imageTagParameter, ...rest }) => {
      const isTagged = /@|:[^/]*$/.test(image);
      return compact({ image, imageTagParameter: isTagged ? undefined : imageTagParameter, ...rest });
    })
    .chain((container) =>
      optional(
        fc.constant(`arn:${partitionOf(region)}:secretsmanager:${region}:111111111111:secret:registry-AbCdEf`),
      ).map((repositoryCredentials) =>
        repositoryCredentials !== undefined && container.image.startsWith("registry.")
          ? { ...container, repositoryCredentials }
          : container,
      ),
    );
}

function environmentFilesIn(region: string): NonNullable<Container["environmentFiles"]> {
  const partition = partitionOf(region);
  const kmsKeyId = `arn:${partition}:kms:${region}:111111111111:key/1234abcd`;
  return [
    `arn:${partition}:s3:::example-settings/web/${"$"}{stage}.env`,
    { file: `arn:${partition}:s3:::example-settings/all.env` },
    { file: `arn:${partition}:s3:::other-settings/all.env`, kmsKeyId },
  ];
}

function mounts(fileSystems: Record<string, FileSystem>): fc.Arbitrary<NonNullable<Container["mounts"]>> {
  const all = Object.entries(fileSystems);
  if (all.length === 0) return fc.constant({});
  const readOnly = optional(fc.boolean());
  const mount = fc.constantFrom(...all).chain(([fileSystem, { accessPoints }]): fc.Arbitrary<Mount> => {
    const rootDirectory = optional(fc.constantFrom("/", "/exports"));
    const root = fc.record({ fileSystem: fc.constant(fileSystem), readOnly, rootDirectory }).map(compact);
    const points = Object.keys(accessPoints ?? {});
    if (points.length === 0) return root;
    const accessPoint = fc.constantFrom(...points);
    const point = fc.record({ fileSystem: fc.constant(fileSystem), readOnly, accessPoint, seed: optional(seeds) });
    return fc.oneof(root, point.map(compact));
  });
  // A volume is seeded once, and few seeds keep the task below ten containers.
  const onceSeeded = (written: Record<string, Mount>) => {
    const seeded = Object.values(written).filter(({ seed }) => seed !== undefined);
    for (const { mount } of seeded.slice(1).map((each) => ({ mount: each }))) delete mount.seed;
    return written;
  };
  return fc
    .subarray(["/srv", "/usr/share/nginx/html", "/data 1"])
    .chain((paths) => recordOf(paths, mount))
    .map(onceSeeded);
}

const seeds = fc.oneof(
  fc
    .record({
      files: fc.dictionary(fc.constantFrom("index.html", "css/site.css", "a b"), text, { minKeys: 1 }),
      by: optional(fc.constantFrom("container" as const, "instance" as const)),
    })
    .map(compact),
  fc.constant({ copy: "/usr/share/nginx/html" }),
  fc.constantFrom(
    { s3: "s3://example-content/web/", image: "registry.corp.example.com:5000/aws-cli" },
    { s3: "s3://example-content/", by: "instance" as const },
  ),
);
