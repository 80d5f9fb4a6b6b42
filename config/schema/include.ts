import * as z from "zod";

export const include = z
  .array(z.string({ error: "should be a path, such as teams/web.yaml or teams/*.yaml" }).min(1))
  .optional()
  .meta({
    description:
      "Further files with entries of `accounts`, `workloadVpcs`, `workloads`, `retired` and `assume`, and with `defaults` of their own, which precede the defaults of this file: paths relative to this file, with `*` and `?` for any characters of a name and `**` for any folders. A pattern finds files in this file's folder only; a file elsewhere is named without a pattern. A name may occur in one of the files only. Default: none.",
    examples: [["teams/*.yaml"]],
  });
