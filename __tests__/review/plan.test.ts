import { onlyChange, planned, resourceChange } from "./changes";

const group = "aws_security_group.web";

describe("a change", () => {
  it.each([
    [["create"], "create", false],
    [["update"], "update", false],
    [["delete"], "delete", false],
    [["forget"], "forget", false],
    [["delete", "create"], "replace", false],
    [["create", "delete"], "replace", true],
  ])("of %j is to %s", (actions, action, createFirst) => {
    expect(onlyChange(group, actions)).toMatchObject({ action, createFirst });
  });

  it("has the keys that change, and no values", () => {
    const before = {
      name: "web",
      description: "a",
      ingress: [],
      tags: { a: "1" },
      tags_all: { a: "1" },
      arn: "x",
      ipc: "",
    };
    const after = { name: "web", description: "b", tags: { a: "2" }, tags_all: { a: "2" }, arn: "x", ipc: null };
    const change = onlyChange(group, ["update"], {
      before,
      after,
      after_unknown: { ingress: [{ self: true }], arn: false },
    });
    expect(change?.keys).toEqual(["description", "ingress", "tags"]);
  });

  it("omits zeros of the state that a replacement leaves out", () => {
    const lifecycle = [{ transition_to_archive: "", transition_to_ia: "" }];
    const before = { performance_mode: "generalPurpose", provisioned_throughput_in_mibps: 0, lifecycle, kept: 5 };
    const after = { performance_mode: "maxIO", provisioned_throughput_in_mibps: null, lifecycle: [], kept: 0 };
    const change = onlyChange("aws_efs_file_system.a", ["delete", "create"], {
      before,
      after,
      replace_paths: [["performance_mode"]],
    });
    expect(change?.keys).toEqual(["kept", "performance_mode"]);
  });

  it("omits keys that the provider computes anew in a replacement", () => {
    const before = { id: "fs-1", kms_key_id: "old", encrypted: true, size_in_bytes: [1] };
    const after = { encrypted: false };
    const after_unknown = { id: true, kms_key_id: true };
    const replace_paths = [["encrypted"], ["kms_key_id"], ["lifecycle_policy", 0, "transition_to_ia"]];
    const change = onlyChange("aws_efs_file_system.a", ["delete", "create"], {
      before,
      after,
      after_unknown,
      replace_paths,
    });
    expect(change?.keys).toEqual(["encrypted", "kms_key_id"]);
    expect(change?.causes).toEqual(["encrypted", "kms_key_id", "lifecycle_policy[0].transition_to_ia"]);
  });

  it("exists for a resource that is only moved or imported", () => {
    const moved = onlyChange(group, ["no-op"], {}, { previous_address: "aws_security_group.old" });
    expect(moved).toMatchObject({ movedFrom: "aws_security_group.old", action: undefined, imported: false });
    const { changes } = planned([resourceChange(group, ["no-op"], { importing: { id: "sg-1" } } as object)]);
    expect(changes).toMatchObject([{ imported: true }]);
  });

  it("doesn't exist for a no-op or for a read of data", () => {
    const changes = [
      resourceChange(group, ["no-op"]),
      resourceChange("data.aws_vpc.a", ["read"], {}, { mode: "data" }),
    ];
    expect(planned(changes).changes).toEqual([]);
  });

  it("exists for a deposed object, which Terraform counts among what it destroys", () => {
    const { changes, resources } = planned([resourceChange(group, ["delete"], {}, { deposed: "abcd1234" })]);
    expect(changes).toMatchObject([{ address: group, action: "delete", deposed: "abcd1234" }]);
    expect(resources).toEqual([]);
  });
});

describe("a plan", () => {
  it("has the outputs that are removed or get another value, and not those that are created or only get sensitive", () => {
    const output_changes = {
      vpc_id: { actions: ["delete"], before: "vpc-1" },
      vpc_cidr: { actions: ["update"], before: "10.0.0.0/16", after: "10.1.0.0/16" },
      token: { actions: ["update"], before: "x", after_unknown: true, after_sensitive: true },
      same: { actions: ["update"], before: "x", after: "x", after_sensitive: true },
      more: { actions: ["create"], after: "x" },
    };
    expect(planned([], { output_changes }).outputs).toMatchObject([
      { name: "vpc_id", action: "delete", before: "vpc-1", sensitive: false },
      { name: "vpc_cidr", action: "update", after: "10.1.0.0/16", unknown: false, sensitive: false },
      { name: "token", action: "update", unknown: true, sensitive: true },
    ]);
  });

  it.each([
    [{ errored: true }, "ended with an error, so more may change than it shows"],
    [{ applyable: true, complete: false }, "is incomplete (-target, or deferred changes), so more changes will follow"],
    [{ applyable: true, complete: true }, undefined],
    [{}, undefined],
    [
      {
        applyable: true,
        complete: false,
        deferred_changes: [{ reason: "provider_config_unknown", resource_change: { address: "aws_vpc.a" } }],
      },
      "is incomplete: it defers aws_vpc.a (provider_config_unknown) to a later plan",
    ],
  ])("of %j is incomplete: %s", (more, incomplete) => {
    expect(planned([], more).incomplete).toBe(incomplete);
  });

  it("accepts invalid plan contents without an exception", () => {
    expect(
      planned(["text", null, { mode: "managed" }, { mode: "managed", change: { actions: "create" } }] as never[]),
    ).toMatchObject({
      name: "plan.json",
      accounts: new Set(),
      actions: [],
      changes: [],
      checks: [],
      drift: [],
      outputs: [],
    });
  });
});
