import { ConfigError, formatPath, formatProblem, quote } from "../../config/errors";

describe("a problem's path", () => {
  it.each([
    [["workloadVpcs", "apps", "cidr"], "workloadVpcs.apps.cidr"],
    [["sharedNetwork", "dns", "forward", 0, "to", 12], "sharedNetwork.dns.forward[0].to[12]"],
    [["mounts", "/srv/a b", "readOnly"], 'mounts["/srv/a b"].readOnly'],
    [["a\u001b[31m"], '["a\\u001b[31m"]'],
    [[], ""],
  ])("%j reads as %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("a quoted text", () => {
  it("escapes control characters, text directions and unpaired surrogates", () => {
    expect(quote("a\n\u0000\u009b\u202e\u2028\ud800b")).toBe("'a\\u000a\\u0000\\u009b\\u202e\\u2028\\ud800b'");
  });

  it("is cut at 120 characters", () => {
    expect(quote("x".repeat(121))).toBe(`'${"x".repeat(119)}…'`);
    expect(quote("x".repeat(120))).toBe(`'${"x".repeat(120)}'`);
  });
});

describe("the error of a file", () => {
  const problem = { file: "o.yaml", path: ["name"], message: "is missing" };

  it("counts its problems, one or several", () => {
    expect(new ConfigError("o.yaml", [problem]).message).toBe("o.yaml has 1 problem\n  o.yaml name: is missing");
    expect(new ConfigError("o.yaml", [problem, problem]).message.split("\n")[0]).toBe("o.yaml has 2 problems");
  });

  it("states the position of a problem as precisely as it is known", () => {
    expect(formatProblem({ ...problem, line: 3, column: 7 })).toBe("o.yaml:3:7 name: is missing");
    expect(formatProblem({ ...problem, path: [], line: 1, column: 1 })).toBe("o.yaml:1:1: is missing");
  });
});
