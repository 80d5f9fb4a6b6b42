import adopted from "./changes/adopted.json";
import eks from "./changes/eks.json";
import fargate from "./changes/fargate.json";
import hosts from "./changes/hosts.json";
import network from "./changes/network.json";
import profiles from "./changes/profiles.json";

/** Results by the heading of the mapping and the name of the property. */
export type ChangesByProperty = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The format that the change suite writes (`npm run test:changes`), by the organization file in which the properties
 * are changed.
 */
export const changesByOrganization: Readonly<Record<string, ChangesByProperty>> = {
  adopted,
  eks,
  fargate,
  hosts,
  network,
  profiles,
};

/** What the next apply does when only this property changes, according to the real provider's plan. */
export const changesByProperty: ChangesByProperty = Object.values(changesByOrganization).reduce<
  Record<string, Record<string, string>>
>((all, one) => {
  for (const [heading, properties] of Object.entries(one)) all[heading] = { ...all[heading], ...properties };
  return all;
}, {});

/** The most important replacements, for when there are too many to list. */
const heaviest = [
  "aws_vpc",
  "aws_efs_file_system",
  "aws_efs_access_point",
  "aws_eks_cluster",
  "aws_ecs_cluster",
  "aws_subnet",
];

const plainly: Readonly<Record<string, string>> = {
  "moves the state": "the state moves: `terraform init -migrate-state`",
  elsewhere: "everything is created anew; the old resources are left behind",
  manifests: "new manifests",
};

/** The effect of a change, worded for a table. */
export function changeInWords(result: string): string {
  const parts = result.split("; ");
  const replaced = parts.flatMap((part) => (part.startsWith("replaces ") ? [part.slice("replaces ".length)] : []));
  const stopping = parts.flatMap((part) => (part.startsWith("stops at ") ? [part.slice("stops at ".length)] : []));
  const revision = replaced.includes("aws_ecs_task_definition");
  const others = replaced.filter((type) => type !== "aws_ecs_task_definition").sort((a, b) => weight(a) - weight(b));
  const words = [
    ...parts.flatMap((part) => plainly[part] ?? []),
    ...(stopping.length > 0 ? [`the plan fails rather than destroy ${stopping.map(code).join(", ")}`] : []),
    ...(others.length > 0 ? [`replaces ${named(others)}`] : []),
    ...(revision ? ["new task revision"] : []),
  ];
  return words.length > 0 ? words.join("; ") : result;
}

function named(types: readonly string[]): string {
  const shown = types.length > 4 ? types.slice(0, 3) : types;
  const names = shown.map((type) =>
    type.replace(
      /^(\w+)(, the new one first)?$/,
      (_, name: string, first = "") => code(name) + first.replace(/^, (.*)$/, " ($1)"),
    ),
  );
  return [...names, ...(shown.length < types.length ? [`${types.length - shown.length} more types`] : [])].join(", ");
}

function weight(type: string): number {
  const index = heaviest.indexOf(type.split(",")[0]!);
  return index === -1 ? heaviest.length : index;
}

function code(type: string): string {
  return `\`${type}\``;
}
