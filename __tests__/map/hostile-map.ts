import { type MapData } from "../../map/data";
import { hostile, hostileReport } from "../proof/report/reports";

/** Texts that end a script or style element, start a comment, or run in an attribute. */
export const hostileTexts = [
  hostile,
  "</script><script>document.title='forged'</script>",
  "<!--<script>",
  "]]><svg onload=alert(1)>",
  "javascript:alert(1)",
  '" onmouseover="alert(1)" x=\'',
  "&lt;img src=x onerror=alert(1)&gt;",
  "${alert(1)}{{constructor.constructor('alert(1)')()}}",
  "\u2028\u2029\u0000\ud800",
];

/** A map in which every text is hostile: as the builder would give it if it escaped nothing. */
export function hostileMap(text: string): MapData {
  const [path] = hostileReport.paths;
  const hops = path!.hops.map((hop) => ({
    ...hop,
    resource: text,
    detail: text,
    location: text,
    ...(hop.verdict === "fails" ? { fix: text, terraform: text, organization: text } : { settle: text }),
  }));
  const facts = [[text, text] as const];
  return {
    version: 1,
    summary: text,
    findingSummary: text,
    nodes: [
      { kind: "account", name: text, note: text, children: [1], facts: [...facts], links: [], verdict: "fails" },
      {
        kind: "vpc",
        name: text,
        note: text,
        stack: text,
        parent: 0,
        children: [2],
        facts: [...facts],
        links: [],
        names: [{ name: text, by: "answered by AWS", rule: "DNS-01", answer: text }],
      },
      { kind: "group", name: text, parent: 1, children: [3], facts: [], links: [] },
      {
        kind: "workload",
        name: text,
        note: text,
        stack: text,
        parent: 2,
        children: [],
        facts: [...facts],
        links: [[text, [1]]],
        verdict: "fails",
        paths: [0],
      },
      { kind: "group", name: "Findings", children: [5], facts: [], links: [] },
      {
        kind: "finding",
        name: text,
        note: text,
        parent: 4,
        children: [],
        facts: [],
        links: [],
        finding: { rule: "DNS-14", severity: "error", resource: text, detail: text, fix: text, location: text },
      },
    ],
    roots: [0],
    findings: 4,
    paths: [
      {
        workload: 3,
        container: text,
        mountPath: text,
        fileSystem: text,
        subnet: text,
        availabilityZone: text,
        vpc: text,
        verdict: "fails",
        hops: hops.map((_, at) => at),
      },
    ],
    hops,
    causes: [{ verdict: "fails", hop: 0, workloads: [3], paths: 1 }],
    rules: { "DNS-03": { title: text, help: text }, "DNS-14": { title: text, help: text } },
  };
}
