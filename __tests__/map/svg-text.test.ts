import { XMLParser, XMLValidator } from "fast-xml-parser";

import { svgOfPaths } from "../../map/diagram/svg-text";
import { printable } from "../../proof/text";
import { failing, open, path } from "../proof/report/reports";
import { hostileTexts } from "./hostile-map";

const drawn = (changes: Parameters<typeof path>[0] = {}) => ({ ...path(changes), vpc: "apps" });

test("names the stages, marks each hop, and tells what fails with its fix", () => {
  const svg = svgOfPaths([{ title: "web", path: drawn({ verdict: "fails", hops: [...path().hops, failing, open] }) }]);
  expect(texts(svg)).toEqual([
    ...["web", "Workload", "aws_ecs_service.web", "web:/usr/share/nginx/html"],
    ...["resolves", "VPC and its DNS", "apps", "aws_subnet.a", "✓", "vpc", "✗", "resolver"],
    ...["connects", "Mount target", "us-east-1a", "tcp/2049"],
    ...["mounts", "File system", "aws_efs_fil…em.content", "EFS", "?", "iam"],
    ...["✗ resolver fails (DNS-03)", failing.detail, `fix: ${failing.fix}`],
    ...["? iam unknown (ECS-04)", open.detail, `to settle it: ${open.settle}`],
  ]);
  expect(svg).toContain(
    'aria-label="aws_ecs_service.web, web:/usr/share/nginx/html on aws_efs_file_system.content: fails at resolver; unknown at iam"',
  );
});

test.each(hostileTexts)("%j is text in it, and nothing else", (text) => {
  const names = { workload: text, container: text, mountPath: text, fileSystem: text, subnet: text };
  const hops = [{ ...failing, detail: text, fix: text }];
  const svg = svgOfPaths([{ title: text, path: { ...drawn({ ...names, availabilityZone: text, hops }), vpc: text } }]);
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(new Set(svg.match(/<[a-z]+/g))).toEqual(
    new Set(["<svg", "<style", "<rect", "<path", "<circle", "<text", ...(svg.includes("<title") ? ["<title"] : [])]),
  );
  expect(texts(svg)[0]).toBe(printable(text));
});

/** The content of every `text`, in order. */
function texts(svg: string): string[] {
  const found: string[] = [];
  const options = { preserveOrder: true, trimValues: false, htmlEntities: true, parseTagValue: false };
  const walk = (nodes: Record<string, unknown>[], inText: boolean) => {
    for (const node of nodes) {
      for (const [name, value] of Object.entries(node)) {
        if (name === "#text" && inText) found.push(value as string);
        else if (Array.isArray(value)) walk(value as Record<string, unknown>[], name === "text");
      }
    }
  };
  walk(new XMLParser(options).parse(svg) as Record<string, unknown>[], false);
  return found;
}
