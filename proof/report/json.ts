/** The report for programs: the `Report` with its causes. */
import { jsonText } from "../text";
import { type Report } from "../verdict";
import { type Cause, causesOf } from "./causes";

export function jsonReport(report: Report): string {
  const places = new Map(report.paths.map((path, at) => [path, at]));
  const { version, paths, ...rest } = report;
  const causes = causesOf(paths).all.map((cause) => ({
    ...cause,
    ...statementsOf(cause),
    paths: cause.paths.map((path) => places.get(path)),
  }));
  return `${jsonText({ version, paths, causes, ...rest })}\n`;
}

/** Without empty lists. */
function statementsOf({ statements }: Cause): { statements: unknown } {
  return {
    statements: statements.map(({ alsoOf, ...statement }) =>
      alsoOf.length > 0 ? { ...statement, alsoOf } : statement,
    ),
  };
}
