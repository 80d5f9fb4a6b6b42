/** The report for programs, in the form that `Report` describes. */
import { jsonText } from "../text";
import { type Report } from "../verdict";

export function jsonReport(report: Report): string {
  return `${jsonText(report)}\n`;
}
