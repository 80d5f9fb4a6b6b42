/** A headless Chromium with pages that record what a page must never do. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { type Browser, chromium as playwright, type Page } from "playwright-core";

import { chromium } from "../support/prerequisites";

export interface OpenPage {
  readonly page: Page;
  /** Requests beside that of the page itself, console errors, exceptions, dialogs, and what the policy refused. */
  readonly complaints: readonly string[];
}

const axe = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

export class PageOpener {
  private browser: Browser | undefined;

  async start(): Promise<void> {
    // Chromium's sandbox does not run as root.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    this.browser = await playwright.launch({ executablePath: chromium()!, args });
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }

  async open(file: string, colorScheme: "light" | "dark" = "light"): Promise<OpenPage> {
    const page = await this.newPage({ colorScheme });
    const complaints: string[] = [];
    const url = pathToFileURL(file).href;
    page.on("console", (message) => {
      if (message.type() !== "info" && message.type() !== "log") complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      const [asked] = request.url().split("#");
      if (asked !== url && asked !== "data:,") complaints.push(`request: ${asked}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`refused ${event.effectiveDirective}: ${event.blockedURI}`),
      );
    });
    await page.goto(url);
    await page.getByRole("tree").waitFor();
    return { page, complaints };
  }

  /** The serious and critical violations that axe-core finds after some actions: its rules, with the elements. */
  async seriousViolations(
    file: string,
    colorScheme: "light" | "dark",
    act: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    // The page's policy refuses axe-core, too.
    const page = await this.newPage({ colorScheme, bypassCSP: true });
    await page.goto(pathToFileURL(file).href);
    await page.getByRole("tree").waitFor();
    await act(page);
    await page.addScriptTag({ content: axe });
    const violations = await page.evaluate(async () => {
      const { axe: loaded } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      return (await loaded.run()).violations;
    });
    await page.close();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  }

  private async newPage(options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
    const context = await this.browser!.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
    return context.newPage();
  }
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}
