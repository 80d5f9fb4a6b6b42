import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { changed, variants } from "../support/variants";

const stacks = synthFile(variants["retired stacks"]!);

describe("a retired workload", () => {
  test("is a provider and a backend without resources", () => {
    const { resource, data, terraform, provider, output } = stacks["ecs-old"]!;
    expect({ resource, data, output }).toEqual({ resource: {}, data: {}, output: undefined });
    expect(provider).toEqual({
      aws: [
        {
          allowed_account_ids: ["222222222222"],
          assume_role: [{ role_arn: "arn:aws:iam::222222222222:role/terraform", session_name: "mountpath-ecs-old" }],
          default_tags: [{ tags: { "mountpath:stack": "ecs-old" } }],
          region: "us-east-1",
        },
      ],
    });
    expect(terraform["backend"]).toEqual({ local: { path: "../../../terraform.example.ecs-old.tfstate" } });
  });
});

describe("a retired VPC", () => {
  test("has the provider that its zone associations were authorized with", () => {
    const file = exampleNamed("central-endpoints");
    delete file.workloads!["site"];
    delete file.workloadVpcs!["web"];
    file.retired = { "vpc-web": { account: "web", fileSystems: { content: "keep" } } };
    expect(synthFile(file)["vpc-web"]!.provider["aws"]).toMatchObject([
      { allowed_account_ids: ["222222222222"] },
      { alias: "network", allowed_account_ids: ["111111111111"] },
    ]);
  });

  test("has only the file systems that are kept, protected and never changed", () => {
    expect(stacks["vpc-old"]!.resource).toEqual({
      aws_efs_file_system: {
        content: expect.objectContaining({ lifecycle: { ignore_changes: "all", prevent_destroy: true } }) as unknown,
      },
    });
  });

  test("gives out the file systems that it keeps, so that the next plan knows them", () => {
    expect(stacks["vpc-old"]!.output).toEqual({
      file_system_ids: { value: { content: "${aws_efs_file_system.content.id}" } },
    });
  });

  test("refuses a plan if its state has a file system that the file does not list", () => {
    const existing = "keys(try(self.outputs.existing_file_system_ids, {}))";
    const unlisted = `setsubtract(setsubtract(keys(try(self.outputs.file_system_ids, {})), ${existing}), ["content","scratch"])`;
    const foreign = `setintersection(${existing}, ["content","scratch"])`;
    expect(stacks["vpc-old"]!.data["terraform_remote_state"]!["vpc-old"]).toMatchObject({
      backend: "local",
      config: { path: "../../../terraform.example.vpc-old.tfstate" },
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(${unlisted}) == 0}`,
            error_message: `the state of vpc-old has file systems that retired.vpc-old.fileSystems does not list: \${join(", ", ${unlisted})}; add each with keep or destroy`,
          },
          {
            condition: `\${length(${foreign}) == 0}`,
            error_message: `retired.vpc-old.fileSystems lists file systems that vpc-old does not manage: \${join(", ", ${foreign})}; remove each, nothing happens to them`,
          },
        ],
      },
    });
  });

  test("reads its state from the same place as its backend", () => {
    const { data, terraform } = synthFile(
      changed((file) => {
        file.retired = variants["retired stacks"]!.retired;
        file.state = { backend: "cloud", organization: "example-corp", project: "network" };
      }),
    )["vpc-old"]!;
    expect(terraform["cloud"]).toMatchObject({ workspaces: { name: "vpc-old", project: "network" } });
    expect(data["terraform_remote_state"]!["vpc-old"]!["config"]).toMatchObject({ workspaces: { name: "vpc-old" } });
  });
});
