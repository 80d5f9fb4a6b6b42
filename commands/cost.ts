/**
 * Lists what AWS charges by the hour for the stacks of a file, used or not. Exit code: 0 · 2 the file or the arguments
 * are invalid · 3 some prices are not known.
 */
import Table from "cli-table3";
import { Option } from "commander";

import { ConfigError } from "../config/errors";
import { loadOrganization } from "../config/load";
import { type Charge, chargeNames, listPrices, type PriceList, readPrices } from "../config/prices";
import { buildApp } from "../main";
import { printable } from "../proof/text";
import { centralEndpoints } from "../stacks/central-endpoints-savings";
import { type Charges, dollars, monthly, monthlyTotal, sumOf } from "../stacks/fixed-charges";
import { summarize } from "../stacks/summary";
import { configOption, program } from "./support/program";

const call = program("cost")
  .addOption(configOption())
  .option("--prices <file>", "a price list of your own (docs/deployment.md); default: AWS's list prices in us-east-1")
  .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
  .parse();

const { config, prices, format } = call.opts<{ config: string; prices?: string; format: "text" | "json" }>();
try {
  list(prices === undefined ? listPrices : readPrices(prices));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function list(priceList: PriceList): void {
  const organization = loadOrganization(config);
  const { region } = organization;
  const stacks = summarize(buildApp(organization, "cdktf.out"));
  const charges = sumOf(stacks.map((stack) => stack.charges));
  const kinds = (Object.keys(chargeNames) as Charge[]).filter((charge) => (charges[charge] ?? 0) > 0);
  const unknown = kinds.filter((charge) => monthly(charges, charge, priceList, region) === undefined);
  const total = monthlyTotal(charges, priceList, region);
  const central = centralEndpoints(organization);
  const saving = central && {
    ...central,
    now: monthlyTotal(central.now, priceList, region),
    central: monthlyTotal(central.central, priceList, region),
  };
  if (unknown.length > 0) process.exitCode = 3;
  if (format === "json") {
    const rows = kinds.map((charge) => ({
      charge,
      count: charges[charge],
      monthly: monthly(charges, charge, priceList, region) ?? null,
    }));
    const { date, source } = priceList;
    const report = { version: 1, region, prices: { date, source }, charges: rows, total, centralEndpoints: saving };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const lines = [
    table(charges, kinds, priceList, region, total),
    `US dollars for 730 hours in ${region}, at the prices of ${printable(priceList.date)} (${printable(priceList.source)}), ` +
      "without data transfer, tasks, instances, storage, requests and taxes.",
  ];
  if (unknown.length > 0) {
    lines.push(
      `Not in the total: ${unknown.length === 1 ? "1 price" : `${unknown.length} prices`} of ${region} not known; ` +
        "give a list of your own with --prices FILE (docs/deployment.md).",
    );
  }
  if (saving && saving.central < saving.now) {
    lines.push(
      `The ${saving.services} services of the interface endpoints of ${saving.vpcs} VPCs would cost ${dollars(saving.central)} a month ` +
        `instead of ${dollars(saving.now)} with endpoints: central, transit gateway attachments included.`,
    );
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

function table(
  charges: Charges,
  kinds: readonly Charge[],
  priceList: PriceList,
  region: string,
  total: number,
): string {
  const rows = new Table({
    head: ["charged by the hour", "number", "a month"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const charge of kinds) {
    const amount = monthly(charges, charge, priceList, region);
    rows.push([chargeNames[charge], charges[charge], amount === undefined ? "not known" : dollars(amount)]);
  }
  const isKnown = kinds.some((charge) => monthly(charges, charge, priceList, region) !== undefined);
  rows.push(["total", "", kinds.length === 0 || isKnown ? dollars(total) : "not known"]);
  return rows.toString();
}
