import { type AwsRule, each, stack } from "../rule";
import { blocks, literalText, number } from "../stacks";

export const rule: AwsRule = {
  fact: "an access point's directory has up to four levels and 100 characters, and is made only with its whole owner",
  source: "https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html",
  check: each("aws_efs_access_point", ({ args }) => {
    const [root] = blocks(args["root_directory"]);
    const path = literalText(root?.["path"]) ?? "/";
    const [owner] = blocks(root?.["creation_info"]);
    if (path.length > 100) return `path has ${path.length} characters, EFS takes 100`;
    if (!/^(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$/.test(path)) return `path '${path}' is none of EFS`;
    if (path !== "/" && !owner) return `'${path}' is not made where it is missing`;
    const groups = blocks(args["posix_user"])[0]?.["secondary_gids"];
    if (Array.isArray(groups) && groups.length > 16) return `has ${groups.length} secondary groups, EFS takes 16`;
    if (!owner) return undefined;
    if (!/^[0-7]{3,4}$/.test(String(owner["permissions"])))
      return `permissions '${String(owner["permissions"])}' are no octal mode`;
    return number(owner["owner_uid"]) === undefined || number(owner["owner_gid"]) === undefined
      ? "creation_info names no owner"
      : undefined;
  }),
  fails: {
    "s/aws_efs_access_point.web: '/web' is not made where it is missing": point({ path: "/web" }),
    "s/aws_efs_access_point.web: path '/a/b/c/d/e' is none of EFS": point({ path: "/a/b/c/d/e" }),
    "s/aws_efs_access_point.web: permissions '0799' are no octal mode": point({
      path: "/web",
      creation_info: { owner_uid: 1, owner_gid: 1, permissions: "0799" },
    }),
  },
  passes: [
    point({ path: "/web/a", creation_info: { owner_uid: 1000, owner_gid: 1000, permissions: "0755" } }),
    point({ path: "/" }),
  ],
};

function point(root_directory: object) {
  return stack({ "aws_efs_access_point.web": { root_directory } });
}
