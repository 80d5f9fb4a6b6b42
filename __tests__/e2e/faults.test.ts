import { readFileSync, writeFileSync } from "node:fs";

import { account } from "./account";
import { Burner } from "./burner";
import { Emulator } from "./emulator/emulator";
import { type Fault } from "./emulator/proxy";
import { jsonError } from "./emulator/request";
import { inventory } from "./inventory";
import { appsAccount, smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

/** An API that answers some calls per second and throttles the others, as Route 53 Resolver does with five. */
class Throttle {
  refused = 0;
  private second = 0;
  private answered = 0;

  constructor(
    private readonly service: string,
    private readonly perSecond: number,
  ) {}

  readonly fault: Fault = ({ service }) => {
    if (service !== this.service) return undefined;
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.second) this.answered = 0;
    this.second = second;
    if (this.answered++ < this.perSecond) return undefined;
    this.refused += 1;
    return jsonError(400, "ThrottlingException", "Rate exceeded");
  };
}

/** The tests depend on each other, in this order. */
describe("an AWS with faults", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = new Project(emulator, await smallOrganization(emulator));
  });

  afterEach(() => {
    emulator.proxy.faults.clear();
    emulator.shared.lagging = false;
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /** Terraform's message without its frame and line breaks. */
  function said(output: string): string {
    return output.replace(/[\s│╷╵]+/g, " ");
  }

  test("that throttles the resolver at five calls per second: the deploy completes", async () => {
    const throttle = new Throttle("route53resolver", 5);
    emulator.proxy.faults.add(throttle.fault);
    expectExit(await project.deploy("shared-network"), 0);
    expectExit(await project.plan("shared-network"), 0);
    expect(throttle.refused).toBeGreaterThan(0);
  }, 600_000);

  /** How often the deployments below are repeated; each loses its error only on a machine that is busy at that moment. */
  const runs = Number(process.env["MOUNTPATH_LAG_RUNS"] ?? 1);

  describe.each(Array.from({ length: runs }, (_, at) => at + 1))("that has not delivered a share yet, run %i", () => {
    let burner: Burner;

    beforeAll(() => {
      burner = Burner.start();
    });

    beforeEach(() => {
      emulator.shared.lagging = true;
    });

    afterAll(() => burner.stop());

    const expectSaid = (output: string) => {
      for (const domain of [".", "amazonaws.com"]) {
        expect(output).toContain(
          `the resolver rule for "${domain}" is not visible in this account yet: a share takes some minutes to arrive; ` +
            "wait and deploy vpc-apps again, or share it with this account",
        );
      }
    };

    test("on a busy machine, deploy creates nothing and says to wait and deploy again", async () => {
      const run = await project.mountpathDeploy("vpc-apps");
      expectSaid(said(expectExit(run, 1)));
      expect(run.stdout).toContain("failed in terraform plan; nothing was changed");
      expect(await inventory(await account(emulator, appsAccount))).toEqual([]);
    }, 600_000);

    test("on a busy machine, cdktf with terraform.sh creates nothing and says the same", async () => {
      expectSaid(said(expectExit(await project.deploy("vpc-apps", "--ignore-missing-stack-dependencies"), 1)));
      expect(await inventory(await account(emulator, appsAccount))).toEqual([]);
    }, 600_000);
  });

  test("that answers each kind of call with 500 three times: the deploy completes", async () => {
    const failures = new Map<string, number>();
    const fault: Fault = ({ service, action }) => {
      const kind = `${service} ${action}`;
      const failed = failures.get(kind) ?? 0;
      if (failed === 3 || service === "sts") return undefined;
      failures.set(kind, failed + 1);
      return { status: 500, headers: {}, body: "" };
    };
    emulator.proxy.faults.add(fault);
    expectExit(await project.deploy("shared-network", "vpc-apps"), 0);
    emulator.proxy.faults.clear();
    expect(failures.get("elasticfilesystem POST /2015-02-01/file-systems")).toBe(3);
    expect(failures.get("route53resolver AssociateResolverRule")).toBe(3);
    expectExit(await project.plan("vpc-apps"), 0);
  }, 600_000);

  test("with a state of an older contract: the error names the output, and the stack to deploy first", async () => {
    const state = JSON.parse(readFileSync(project.stateFile("shared-network"), "utf8")) as {
      outputs: Record<string, unknown>;
      serial: number;
    };
    delete state.outputs["resolver_rule_ids"];
    state.serial += 1;
    writeFileSync(project.stateFile("shared-network"), JSON.stringify(state));
    const output = said(expectExit(await project.deploy("vpc-apps", "--ignore-missing-stack-dependencies"), 1));
    for (const domain of [".", "amazonaws.com"]) {
      expect(output).toContain(
        `stack shared-network has no output resolver_rule_ids["${domain}"] yet: deploy shared-network first`,
      );
    }
    expectExit(await project.deploy("shared-network", "vpc-apps"), 0);
    expectExit(await project.plan("vpc-apps"), 0);
  }, 600_000);
});
