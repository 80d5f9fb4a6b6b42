import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Page } from "playwright-core";

import { mixedOrganization } from "../../bench/mixed-organization";
import { pageParts } from "../../map/assets";
import { pageHtml } from "../../map/page-html";
import { hostileMap, hostileTexts } from "../map/hostile-map";
import { projectRoot } from "../support/command";
import { PageOpener } from "./browser";
import { mapWithBrokenVpc } from "./maps";

/** Of the page as it opens; open trees of 300 VPCs would have tens of thousands. */
const mostElements = 2000;
const opener = new PageOpener();
const folder = mkdtempSync(join(tmpdir(), "mountpath-browser-"));
let example: string;
let large: string;

beforeAll(async () => {
  for (const name of ["example", "large"]) mkdirSync(join(folder, name));
  const organization = readFileSync(join(projectRoot, "organization.yaml"), "utf8");
  example = mapWithBrokenVpc(join(folder, "example"), organization, "vpc-apps");
  large = mapWithBrokenVpc(join(folder, "large"), mixedOrganization(300), "vpc-apps-217");
  await opener.start();
});

afterAll(async () => {
  await opener.stop();
  rmSync(folder, { recursive: true });
});

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Chooses the workloads that fail, and opens the first of them, by keyboard alone. */
async function openFirstFailing(page: Page): Promise<void> {
  await press(page, "/", "Tab", "ArrowRight", "Tab", "Enter");
}

/** The accessible name of the focused item. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const item = document.activeElement!.cloneNode(true) as Element;
    for (const hidden of item.querySelectorAll("[aria-hidden]")) hidden.remove();
    return item.textContent;
  });
const status = (page: Page) => page.locator("body > [role=status]").textContent();

describe("the example with a broken hop", () => {
  test("the failing path is found by keyboard alone, with its rule and fix", async () => {
    const { page, complaints } = await opener.open(example);
    await openFirstFailing(page);
    expect(await focused(page)).toBe("aws_ecs_service.nginx, fails, workload · ecs-web · example-apps");
    expect(await status(page)).toBe("aws_ecs_service.nginx, workload, fails at resolver");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("aws_ecs_service.nginx ✗fails");
    // From the tree to the hop: the selection, its address line, the table with a path per zone, and what stops it.
    const stop = page.getByRole("button", { name: "fails at resolver" });
    for (let at = 0; at < 12 && !(await stop.evaluate((one) => one === document.activeElement)); at++) {
      await press(page, "Tab");
    }
    await press(page, "Enter");
    const hop = page.locator("#hop-resolver");
    expect(await hop.evaluate((one) => one === document.activeElement)).toBe(true);
    const text = await hop.innerText();
    for (const told of [
      'matches "." FORWARD to 10.2.0.1, 10.2.0.2, which is outside AWS',
      "Fix: associate a SYSTEM rule for amazonaws.com with aws_vpc.apps",
      'resource "aws_route53_resolver_rule_association" "amazonaws_com" {',
      "sharedNetwork.dns.resolveInAws: [amazonaws.com]",
      "aws_route53_resolver_rule_association.everything",
      "DNS-03 AWS names are forwarded to DNS servers outside AWS",
    ]) {
      expect(text).toContain(told);
    }
    expect(complaints).toEqual([]);
  });

  test("every other hop has its verdict, and what is unknown says what would settle it", async () => {
    const { page } = await opener.open(example);
    await openFirstFailing(page);
    expect(
      await page.locator(".hops > li").evaluateAll((hops) => hops.map(({ id, className }) => [id, className])),
    ).toEqual(
      [
        ...["platform", "vpc", "vpc-dns", "dhcp-options"].map((hop) => [hop, "passes"]),
        ["resolver", "fails"],
        ...["mount-target", "network", "volume", "iam"].map((hop) => [hop, "passes"]),
        ["image", "unknown"],
        ["logs", "passes"],
      ].map(([hop, verdict]) => [`hop-${hop}`, `hop-item ${verdict}`]),
    );
    expect(await page.locator("#hop-image").innerText()).toContain("To settle it: ");
  });

  test("arrow keys open and close the tree, and move in it", async () => {
    const { page } = await opener.open(example);
    await press(page, "/", "Tab", "Tab");
    expect(await focused(page)).toBe("111111111111, account, ");
    await press(page, "End");
    expect(await focused(page)).toBe("Resolver rules, 1");
    await press(page, "ArrowRight", "ArrowRight");
    expect(await focused(page)).toBe("., resolver rule of the VPC, FORWARD");
    await press(page, "ArrowLeft", "ArrowLeft", "ArrowUp");
    expect(await focused(page)).toBe("VPC endpoints, 7");
    await press(page, "Home", "ArrowLeft", "ArrowDown");
    expect(await focused(page)).toBe("222222222222, account, fails, ");
  });

  test("a selection is in the address line, and the browser goes back to the one before", async () => {
    const { page } = await opener.open(example);
    await openFirstFailing(page);
    const url = page.url();
    await page.getByRole("button", { name: "example-apps" }).first().click();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("example-apps ✗fails");
    await page.goBack();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("aws_ecs_service.nginx ✗fails");
    const again = await opener.open(example);
    await again.page.goto(url);
    await again.page.reload();
    expect(await again.page.getByRole("heading", { level: 1 }).textContent()).toBe("aws_ecs_service.nginx ✗fails");
  });

  test("the VPC shows how the name of a file system is answered", async () => {
    const { page } = await opener.open(example);
    await page.getByRole("treeitem", { name: /^example-apps/ }).click();
    const name = page.locator("details.answered").first();
    expect(await name.locator("summary").innerText()).toBe(
      "fs-0123456789abcdef0.efs.us-east-1.amazonaws.com not answered by AWS",
    );
    await name.locator("summary").press("Enter");
    expect(await name.innerText()).toContain("→ resolver rule   .  FORWARD to 10.2.0.1, 10.2.0.2 ");
  });

  test("prints the selection only", async () => {
    const { page } = await opener.open(example);
    await openFirstFailing(page);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("tree").isVisible()).toBe(false);
    expect(await page.locator("#hop-resolver").isVisible()).toBe(true);
  });
});

describe("300 VPCs", () => {
  test("start with a tree that is closed, and the failing path is found by keyboard alone", async () => {
    const { page, complaints } = await opener.open(large);
    // The page is fast because it makes elements only for what it shows.
    expect(await page.locator("*").count()).toBeLessThan(mostElements);
    await openFirstFailing(page);
    expect(await status(page)).toBe("aws_ecs_service.nginx, workload, fails at resolver");
    expect(await page.locator("#hop-resolver").innerText()).toContain("with aws_vpc.apps-217");
    expect(complaints).toEqual([]);
  });

  test("a search lists the worst first, and shows a part of many", async () => {
    const { page } = await opener.open(large);
    await page.locator("#search").fill("nginx");
    const items = page.getByRole("treeitem");
    expect(await items.count()).toBe(101);
    expect(await items.first().textContent()).toContain("fails");
    await press(page, "ArrowDown", "End", "Enter");
    expect(await items.count()).toBe(201);
  });
});

describe.each(["light", "dark"] as const)("axe-core finds no serious violation in %s", (scheme) => {
  test.each([
    ["the overview", () => Promise.resolve()],
    [
      "a failing path with a rule's page",
      async (page: Page) => {
        await openFirstFailing(page);
        await page.locator("#hop-resolver summary").click();
      },
    ],
    ["a VPC", async (page: Page) => page.getByRole("treeitem", { name: /^example-apps/ }).click()],
    ["a search", async (page: Page) => page.getByRole("searchbox").fill("content")],
  ])("%s", async (_name, act) => {
    expect(await opener.seriousViolations(example, scheme, act)).toEqual([]);
  });
});

test.each(hostileTexts)("%j is text everywhere, and nothing runs", async (text) => {
  const file = join(folder, "hostile.html");
  writeFileSync(file, pageHtml(hostileMap(text), pageParts()));
  const { page, complaints } = await opener.open(file);
  const shown = () => page.locator("main").evaluate((main) => main.textContent);
  expect(await shown()).toContain(text);
  await openFirstFailing(page);
  expect(await shown()).toContain(text);
  await page.locator(".hops summary").first().click();
  await page.locator(".breadcrumb button").last().click();
  await page.locator(".answered summary").first().click();
  expect(await shown()).toContain(text);
  await page.getByRole("searchbox").fill("");
  await page.locator("#main button").first().click();
  expect(await shown()).toContain(text);
  const foreign = "img, iframe, object, embed, svg [onload], a:not(.skip), script:not([type]):nth-of-type(n + 3)";
  expect(await page.locator(foreign).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("the policy refuses a script that was added, and an event handler", async () => {
  const file = join(folder, "changed.html");
  const page_ = pageHtml(hostileMap("x"), pageParts());
  writeFileSync(
    file,
    page_.replace("</body>", "<script>document.title = 'forged'</script><p onclick='x()'></p></body>"),
  );
  const { page, complaints } = await opener.open(file);
  expect(await page.title()).toBe("mountpath map");
  expect(complaints).toContain("console: refused script-src-elem: inline");
});
