/**
 * Lists what AWS charges by the hour for the stacks of a file, used or not. Exit code: 0 · 2 the file or the arguments
 * are invalid · 3 some prices are not known.
 */
import Table from "cli-table3";
import { Option } from "commander";

import { ConfigError } from "../config/errors";
import { loadOrganization } from "../config/load";
import { type Charge, chargeNames, listPrices, type PriceList, readPrices } from "../config/prices";
import { inRegion, regionsOf } from "../config/regions";
import { buildApp } from "../main";
import { printable } from "../proof/text";
import { type CentralEndpoints, centralEndpoints } from "../stacks/central-endpoints-savings";
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

/** The charges in one Region. */
interface RegionalCharges {
  readonly region: string;
  readonly charges: Charges;
  readonly kinds: readonly Charge[];
  readonly unknown: readonly Charge[];
  readonly total: number;
  readonly saving: (CentralEndpoints & { readonly nowMonthly: number; readonly centralMonthly: number }) | undefined;
}

function list(priceList: PriceList): void {
  const organization = loadOrganization(config);
  const stacks = summarize(buildApp(organization, "cdktf.out"));
  const regional = regionsOf(organization).map((region): RegionalCharges => {
    const charges = sumOf(stacks.filter((stack) => stack.region === region).map((stack) => stack.charges));
    const kinds = (Object.keys(chargeNames) as Charge[]).filter((charge) => (charges[charge] ?? 0) > 0);
    const central = centralEndpoints(inRegion(organization, region));
    return {
      region,
      charges,
      kinds,
      unknown: kinds.filter((charge) => monthly(charges, charge, priceList, region) === undefined),
      total: monthlyTotal(charges, priceList, region),
      saving: central && {
        ...central,
        nowMonthly: monthlyTotal(central.now, priceList, region),
        centralMonthly: monthlyTotal(central.central, priceList, region),
      },
    };
  });
  if (regional.some(({ unknown }) => unknown.length > 0)) process.exitCode = 3;
  process.stdout.write(format === "json" ? json(regional, priceList) : text(regional, priceList));
}

/** One Region has the properties of the report itself; several are a list, after those of the first. */
function json(regional: readonly RegionalCharges[], priceList: PriceList): string {
  const { date, source } = priceList;
  const reports = regional.map(({ region, charges, kinds, total, saving }) => {
    const rows = kinds.map((charge) => ({
      charge,
      count: charges[charge],
      monthly: monthly(charges, charge, priceList, region) ?? null,
    }));
    const { nowMonthly: now = 0, centralMonthly: central = 0, vpcs, services } = saving ?? {};
    return { region, charges: rows, total, centralEndpoints: saving && { vpcs, services, now, central } };
  });
  const [{ region, ...first } = { region: "" }] = reports;
  const report = {
    version: 1,
    region,
    prices: { date, source },
    ...first,
    ...(reports.length > 1 && { regions: reports }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function text(regional: readonly RegionalCharges[], priceList: PriceList): string {
  const lines = regional.flatMap(({ region, charges, kinds, unknown, total, saving }) => [
    table(charges, kinds, priceList, region, total),
    `US dollars for 730 hours in ${region}, at the prices of ${printable(priceList.date)} (${printable(priceList.source)}), ` +
      "without data transfer, tasks, instances, storage, requests and taxes.",
    ...(unknown.length > 0
      ? [
          `Not in the total: ${unknown.length === 1 ? "1 price" : `${unknown.length} prices`} of ${region} not known; ` +
            "give a list of your own with --prices FILE (docs/deployment.md).",
        ]
      : []),
    ...(saving && saving.centralMonthly < saving.nowMonthly
      ? [
          `The ${saving.services} services of the interface endpoints of ${saving.vpcs} VPCs would cost ${dollars(saving.centralMonthly)} a month ` +
            `instead of ${dollars(saving.nowMonthly)} with endpoints: central, transit gateway attachments included.`,
        ]
      : []),
  ]);
  const sum = regional.reduce((sum, { total }) => sum + total, 0);
  return [
    ...lines,
    ...(regional.length > 1 ? [`Total of ${regional.length} Regions: ${dollars(sum)} a month.`] : []),
    "",
  ].join("\n");
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
