import { ConfigError } from "./errors";
import { located } from "./load";
import ownPrices from "./prices.json";
import { type PriceList, priceList } from "./schema/prices";
import { parseWith } from "./schema-findings";
import { readSource } from "./source";

export { type Charge, chargeNames, type PriceList } from "./schema/prices";

/** AWS's list prices, for some Regions. */
export const listPrices: PriceList = ownPrices;

/**
 * Reads a price list of one's own, in YAML or JSON.
 *
 * @throws ConfigError with everything that is wrong with the file
 */
export function readPrices(file: string): PriceList {
  const source = readSource(file);
  const parsed = parseWith(priceList, source);
  const findings = [...source.findings, ...parsed.findings];
  if (findings.length > 0 || !("data" in parsed)) throw new ConfigError(source.file, located(source, findings));
  return parsed.data;
}
