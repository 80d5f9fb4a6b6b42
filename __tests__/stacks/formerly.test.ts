import { type SynthesizedStack, synthFile } from "../support/synth";
import { changed, exampleFile, type File } from "../support/variants";

/** The example with clients of every kind. */
function before(): File {
  const file = exampleFile();
  const web = file.workloads!["web"]!;
  if (web.platform !== "ecs-fargate") throw new Error("web should run on ecs-fargate");
  const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/app:1";
  web.services = {
    ...web.services,
    front: { image, cpu: 256, memory: 512, ports: [8080], allowFrom: ["nginx"] },
    back: { image, cpu: 256, memory: 512, egress: [{ to: "other", ports: [5432] }] },
  };
  const other = { account: "apps", cidr: "10.20.0.0/16", availabilityZones: ["us-east-1a"] };
  file.workloadVpcs!["other"] = other;
  file.workloads!["caller"] = {
    platform: "ecs-fargate",
    vpc: "apps",
    services: { app: { image, cpu: 256, memory: 512, connectTo: { "web/nginx": [80] } } },
  };
  Object.assign(web.services["nginx"]!, { allowFrom: ["10.10.0.0/16", "back"] });
  return file;
}

function rename(parts: Record<string, unknown> | undefined, from: string, to: string): void {
  const part = parts![from] as object;
  delete parts![from];
  parts![to] = { ...part, formerly: from };
}

/** The same after everything in it was renamed. */
function after(): File {
  const file = before();
  const apps = file.workloadVpcs!["apps"]!;
  rename(apps.fileSystems!["content"]!.accessPoints, "web", "pages");
  rename(apps.fileSystems, "content", "files");
  rename(file.workloadVpcs, "apps", "team");
  const { web, platform } = file.workloads as unknown as {
    web: { vpc: string; services: object };
    platform: { vpc: string };
  };
  web.vpc = platform.vpc = "team";
  rename(web.services as Record<string, unknown>, "nginx", "site");
  rename(file.workloadVpcs, "other", "data");
  rename(file.workloads, "web", "shop");
  rename(file.workloads, "platform", "cluster");
  return JSON.parse(
    JSON.stringify(file)
      .replaceAll('"fileSystem":"content","accessPoint":"web"', '"fileSystem":"files","accessPoint":"pages"')
      .replaceAll('"allowFrom":["nginx"]', '"allowFrom":["site"]')
      .replaceAll('"vpc":"apps"', '"vpc":"team"')
      .replaceAll('"to":"other"', '"to":"data"')
      .replaceAll("web/nginx", "shop/site"),
  ) as File;
}

const renamedStacks: Record<string, string> = {
  "vpc-team": "vpc-apps",
  "ecs-shop": "ecs-web",
  "eks-cluster": "eks-platform",
  "ecs-caller": "ecs-caller",
};

interface Moved extends SynthesizedStack {
  readonly moved?: readonly { from: string; to: string }[];
}

const addressesOf = ({ resource }: SynthesizedStack) =>
  Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));

const old = synthFile(before());
const now = synthFile(after()) as Record<string, Moved>;

describe.each(Object.entries(renamedStacks))("stack %s, formerly %s", (stack, formerStack) => {
  const moved = new Map(now[stack]!.moved?.map(({ from, to }) => [to, from]));

  test("has a moved block for every resource whose address changes, and no other resource", () => {
    const were = addressesOf(now[stack]!).map((address) => moved.get(address) ?? address);
    expect(were.sort()).toEqual(addressesOf(old[formerStack]!).sort());
    expect(moved.size).toBeGreaterThan(0);
  });

  test("keeps its state where it was", () => {
    const backend = ({ terraform }: SynthesizedStack) => terraform["backend"];
    expect(backend(now[stack]!)).toEqual(backend(old[formerStack]!));
  });

  test("keeps the names of its resources in AWS", () => {
    const namesOf = ({ resource }: SynthesizedStack, former: (address: string) => string) =>
      Object.entries(resource)
        .flatMap(([type, named]) =>
          Object.entries(named).map(([name, block]) => {
            const { family, creation_token: token } = block;
            return `${former(`${type}.${name}`)}: ${JSON.stringify([block["name"], family, token])}`;
          }),
        )
        .sort();
    expect(namesOf(now[stack]!, (address) => moved.get(address) ?? address)).toEqual(
      namesOf(old[formerStack]!, (address) => address),
    );
  });
});

test("readers read a renamed stack's state where it was", () => {
  expect(now["ecs-shop"]!.data["terraform_remote_state"]!["vpc-team"]!["config"]).toEqual(
    old["ecs-web"]!.data["terraform_remote_state"]!["vpc-apps"]!["config"],
  );
});

test("a stack without renamed parts has no moved blocks", () => {
  expect(now["shared-network"]).not.toHaveProperty("moved");
  expect(synthFile(changed(() => undefined))["vpc-apps"]).not.toHaveProperty("moved");
});
