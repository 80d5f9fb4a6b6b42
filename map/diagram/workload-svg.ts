/** One workload as an SVG file. */
import { type PathResult, type Report } from "../../proof/verdict";
import { type MapData } from "../data";
import { pathsOfWorkload } from "../workload-paths";
import { type DrawnPath } from "./path-drawing";
import { svgOfPaths } from "./svg-text";

/**
 * @param report the report that the data was made from
 * @param wanted as of `pathsOfWorkload`
 * @throws WorkloadNotFound
 */
export function svgOfWorkload(data: MapData, report: Report, wanted?: string): string {
  const drawn = pathsOfWorkload(report, wanted).map((path) => {
    const { container, mountPath, availabilityZone, workload } = path;
    return {
      title: `${workload} ${container}:${mountPath} in ${availabilityZone}`,
      path: drawnPath(data, path, report.paths.indexOf(path)),
    };
  });
  return svgOfPaths(drawn);
}

function drawnPath({ paths }: MapData, path: PathResult, at: number): DrawnPath {
  return { ...path, vpc: paths[at]!.vpc };
}
