import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { synth } from "../../main";
import { synthFile } from "../support/synth";
import { changed, variants, yamlOf } from "../support/variants";

const file = structuredClone(variants["S3 state in a bucket of its own"]!);
file.accounts["spare"] = { id: "333333333333", deployRole: "arn:aws:iam::333333333333:role/terraform" };
const roles = {
  network: "arn:aws:iam::111111111111:role/terraform",
  apps: "arn:aws:iam::222222222222:role/terraform",
  spare: "arn:aws:iam::333333333333:role/terraform",
};
file.state = { ...file.state, roles } as typeof file.state;
const stacks = synthFile(file);

interface Statement {
  Sid: string;
  Effect: string;
  Principal: { AWS: string };
  Action: string[];
  Resource?: string[];
  NotResource?: string[];
}

/** The principals that the policy restricts, and the states that they may access. */
function statementsOf(made: typeof stacks): Statement[] {
  const policy = String(made["state-bucket"]!.resource["aws_s3_bucket_policy"]!["states"]!["policy"]);
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}

test("one role for two accounts can access the states of both, and writes their lock files", () => {
  const one = structuredClone(file);
  const shared = "arn:aws:iam::111111111111:role/terraform";
  one.state = { ...one.state, roles: { network: shared, apps: shared } } as typeof one.state;
  const made = synthFile(one);
  const bound = statementsOf(made).filter(({ Principal }) => Principal.AWS === shared);
  const denied = bound.filter(({ Effect }) => Effect === "Deny");
  expect(denied.map(({ Sid }) => Sid)).toEqual(["RefuseReadNetworkApps", "RefuseWriteNetworkApps"]);
  const states = Object.keys(made).filter((name) => name !== "state-bucket");
  for (const { NotResource } of denied) {
    expect(new Set(NotResource)).toEqual(
      new Set(states.map((name) => `arn:aws:s3:::example-terraform-state/example/${name}.tfstate*`)),
    );
  }
});

test("restricts only the roles that the backends assume", () => {
  const without = Object.fromEntries(Object.entries(file.state as object).filter(([key]) => key !== "roles"));
  const made = synthFile({ ...file, state: without } as unknown as typeof file);
  expect(statementsOf(made).map(({ Sid }) => Sid)).toEqual(["RefusePlainHttp"]);
});

describe("the stack of the state bucket", () => {
  const { resource, terraform } = stacks["state-bucket"]!;

  test("keeps its own state in the project folder, and the others' in the bucket", () => {
    expect(terraform["backend"]).toEqual({ local: { path: "../../../terraform.example.state-bucket.tfstate" } });
    expect(stacks["vpc-apps"]!.terraform["backend"]).toEqual({
      s3: {
        bucket: "example-terraform-state",
        encrypt: true,
        key: "example/vpc-apps.tfstate",
        region: "us-east-1",
        use_lockfile: true,
        assume_role: { role_arn: roles.apps },
      },
    });
  });

  test("creates a bucket that is versioned, encrypted and private, and that Terraform does not destroy", () => {
    expect(resource["aws_s3_bucket"]).toMatchObject({ states: { lifecycle: { prevent_destroy: true } } });
    expect(resource["aws_s3_bucket_versioning"]).toMatchObject({
      states: { versioning_configuration: { status: "Enabled" } },
    });
    expect(resource["aws_s3_bucket_server_side_encryption_configuration"]).toMatchObject({
      states: { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] },
    });
    expect(resource["aws_s3_bucket_public_access_block"]).toMatchObject({
      states: {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    });
  });

  test("allows a role only the states that its stacks own or read", () => {
    const { Statement: statements } = JSON.parse(String(resource["aws_s3_bucket_policy"]!["states"]!["policy"])) as {
      Statement: Statement[];
    };
    const bucket = "arn:aws:s3:::example-terraform-state";
    const of = (sid: string) => statements.find(({ Sid }) => Sid === sid);
    const owned = Object.keys(stacks)
      .filter((name) => !["state-bucket", "shared-network"].includes(name))
      .map((name) => `${bucket}/example/${name}.tfstate*`);
    expect(of("RefuseReadApps")).toMatchObject({
      Effect: "Deny",
      Principal: { AWS: "arn:aws:iam::222222222222:role/terraform" },
    });
    const shared = `${bucket}/example/shared-network.tfstate`;
    expect(new Set(of("RefuseReadApps")!.NotResource)).toEqual(new Set([...owned, shared]));
    expect(new Set(of("RefuseWriteApps")!.NotResource)).toEqual(new Set(owned));
    expect(of("RefuseWriteNetwork")!.NotResource).toEqual([`${bucket}/example/shared-network.tfstate*`]);
    expect(of("UseApps")).toMatchObject({ Action: ["s3:GetObject", "s3:PutObject"], Resource: [`${bucket}/*`] });
    expect(of("UnlockApps")).toMatchObject({ Action: ["s3:DeleteObject"], Resource: [`${bucket}/*.tflock`] });
    // The account has a role and no stack.
    expect(statements.filter(({ Sid }) => Sid.endsWith("Spare"))).toEqual([]);
    expect(of("RefusePlainHttp")).toMatchObject({
      Effect: "Deny",
      Principal: { AWS: "*" },
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });
});

describe("published outputs", () => {
  const { resource } = synthFile(variants["published outputs"]!)["vpc-apps"]!;

  test("are parameters named by stack and output, maps as JSON, shared with the other accounts", () => {
    expect(resource["aws_ssm_parameter"]).toMatchObject({
      vpc_id: { name: "/network/vpc-apps/vpc_id", tier: "Advanced", type: "String", value: "${aws_vpc.apps.id}" },
      file_system_ids: {
        name: "/network/vpc-apps/file_system_ids",
        value: '${jsonencode({"content" = aws_efs_file_system.content.id})}',
      },
    });
    expect(resource["aws_ram_principal_association"]).toMatchObject({
      "with-333333333333": { principal: "333333333333" },
    });
    expect(resource["aws_ram_resource_share"]).toMatchObject({ published: { allow_external_principals: false } });
  });

  test("are standard parameters if possible, unless they are shared", () => {
    const unshared = changed((written) => {
      written.publish = { ssm: "/network" };
    });
    const own = synthFile(unshared)["vpc-apps"]!.resource;
    expect(own["aws_ssm_parameter"]!["vpc_id"]).toMatchObject({ tier: "Intelligent-Tiering" });
    expect(own["aws_ram_resource_share"]).toBeUndefined();
  });
});

test("written alone, the policy names the states of all stacks", () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-state-bucket-"));
  try {
    const config = join(folder, "organization.yaml");
    writeFileSync(config, yamlOf(file));
    synth(config, join(folder, "out"), { patterns: ["state-bucket"] });
    const json = readFileSync(join(folder, "out/stacks/state-bucket/cdk.tf.json"), "utf8");
    expect(JSON.parse(json)).toMatchObject({ resource: stacks["state-bucket"]!.resource });
    expect(readdirSync(join(folder, "out/stacks"))).toEqual(["state-bucket"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
