import { mermaidOfPaths } from "../../../proof/report/mermaid";
import { failing, hostile, hostileReport, open, path } from "./reports";

test("a path is a row: hops that pass in a row are one node, and others say why", () => {
  const [vpc] = path().hops;
  const hops = [vpc!, { ...vpc!, hop: "vpc-dns" as const }, failing, { ...vpc!, hop: "volume" as const }, open];
  expect(mermaidOfPaths([path({ verdict: "fails", hops })])).toBe(`flowchart LR
  p0w["aws_ecs_service.web<br>web:/usr/share/nginx/html<br>us-east-1a"]
  p0h0("✓ vpc, vpc-dns"):::passes
  p0h1("✗ resolver (DNS-03)<br>fs-#8230;.efs.us-east-1.amazonaws.com matches #34;.#34; FORWARD to 10.2.0.1, which is outside AWS"):::fails
  p0h2("✓ volume"):::passes
  p0h3("? iam (ECS-04)<br>the role#39;s policies are not in the input"):::unknown
  p0f[("aws_efs_file_system.content")]
  p0w --> p0h0 --> p0h1 --> p0h2 --> p0h3 --> p0f
  classDef fails fill:#b42318,stroke:#7a1b12,color:#ffffff
  classDef unknown fill:#5d6673,stroke:#3c434c,color:#ffffff,stroke-dasharray:5 4
  classDef passes fill:#1a7046,stroke:#0f4a2d,color:#ffffff
`);
});

const forms = [
  /^flowchart LR$/,
  /^ {2}p\d+(?:w|f|h\d+)(?:\[|\(|\[\()"[\p{L}\p{N} .,/_:()#;✓✗?-]*(?:<br>[\p{L}\p{N} .,/_:()#;-]*)*"(?:\]|\)|\)\])(?::::\w+)?$/u,
  /^ {2}p\d+w(?: --> p\d+h\d+)+ --> p\d+f$/,
  /^ {2}classDef \w+ [\w:#,-]+(?: 4)?$/,
  /^$/,
];

test.each([hostile, '"]; click p0w "javascript:alert(1)"', "%%{init: {}}%%", "```\n# x", "`**x**`", "$$x$$", "#quot;"])(
  "%j is text of a label, and nothing else",
  (text) => {
    const hops = [{ ...failing, detail: text }];
    const drawn = mermaidOfPaths([
      ...hostileReport.paths,
      path({ workload: text, container: text, mountPath: text, availabilityZone: text, fileSystem: text, hops }),
    ]);
    for (const line of drawn.split("\n")) expect(forms.some((form) => form.test(line)) || line).toBe(true);
    // A `#` begins the number of a character.
    expect(drawn.replace(/classDef.*/g, "").replace(/#\d+;/g, "")).not.toMatch(/[#;]/);
  },
);

test.each([
  ["a\\nb", "a#65340;nb"],
  ["$$x$$", "#36; #36;x#36; #36;"],
  ["$x", "#36;x"],
])("%j, which Mermaid would interpret after its escapes, is written as %s", (text, label) => {
  expect(mermaidOfPaths([path({ fileSystem: text })])).toContain(`p0f[("${label}")]`);
});

test("long texts are cut", () => {
  const drawn = mermaidOfPaths([path({ hops: [{ ...failing, detail: "x".repeat(200) }] })]);
  expect(drawn).toContain(`<br>${"x".repeat(159)}#8230;"`);
});
