/**
 * Today's date in UTC, such as `2026-12-02`. `SOURCE_DATE_EPOCH` sets it, as in reproducible builds
 * (reproducible-builds.org).
 */
export function today(): string {
  const epoch = Number(process.env["SOURCE_DATE_EPOCH"]);
  return new Date(Number.isInteger(epoch) && epoch > 0 ? epoch * 1000 : Date.now()).toISOString().slice(0, 10);
}
