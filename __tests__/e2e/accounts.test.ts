import { Emulator } from "./emulator/emulator";
import { type AwsResponse } from "./emulator/request";
import { smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

/** STS's message for a caller that may not assume a role. */
function accessDenied(caller: string, role: string): AwsResponse {
  const message = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  return {
    status: 403,
    headers: { "content-type": "text/xml" },
    body:
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
      `<Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

describe("the wrong credentials", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const file = await smallOrganization(emulator);
    delete file.accounts["network"]!.deployRole;
    project = new Project(emulator, file);
    expectExit(await project.synth(), 0);
    expectExit(await project.init("shared-network"), 0);
    expectExit(await project.init("vpc-apps"), 0);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  test("plan nothing, and the error names the actual and the expected account", async () => {
    const before = emulator.proxy.calls.length;
    const output = expectExit(await project.plan("shared-network"), 1);
    // Credentials without an account of the file belong to the emulator's own account.
    expect(output).toContain("Error: AWS account ID not allowed: 123456789012");
    expect(output).toContain('{"allowed_account_ids":["111111111111"]');
    expect(output).not.toContain("will be created");
    expect(new Set(emulator.proxy.calls.slice(before).map(({ service }) => service))).toEqual(new Set(["sts"]));
  });

  test("that may not assume an account's role plan nothing, and the error names the caller and the role", async () => {
    const before = emulator.proxy.calls.length;
    const caller = "arn:aws:iam::333333333333:user/somebody";
    const role = "arn:aws:iam::222222222222:role/terraform";
    emulator.proxy.faults.add(({ action }) => (action === "AssumeRole" ? accessDenied(caller, role) : undefined));
    const output = expectExit(await project.plan("vpc-apps"), 1).replace(/[\s│]+/g, " ");
    expect(output).toContain(`Error: Cannot assume IAM Role`);
    expect(output).toContain(`User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`);
    expect(new Set(emulator.proxy.calls.slice(before).map(({ service }) => service))).toEqual(new Set(["sts"]));
  });
});
