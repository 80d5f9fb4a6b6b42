import { type AwsRule, type Violation } from "../rule";

const reason = "its kubernetes filter has a buffer too small for the metadata of large pods";

export const rule: AwsRule = {
  fact: "Fluent Bit's kubernetes filter leaves out the metadata of a pod that its buffer of 32 KB does not hold",
  source: "https://docs.fluentbit.io/manual/pipeline/filters/kubernetes",
  check: (stacks) =>
    Object.entries(stacks.jsons).flatMap(([stack, { output = {} }]) =>
      Object.entries(output).flatMap(([name, { value }]): Violation[] => {
        const text = JSON.stringify(value ?? null);
        const filters = /Name kubernetes\b/.test(text) && !/Buffer_Size 0\b/.test(text);
        return filters ? [{ address: `${stack}/output.${name}`, reason }] : [];
      }),
    ),
  fails: { [`s/output.manifests: ${reason}`]: manifests("[FILTER]\n    Name kubernetes\n    Match kube.*\n") },
  passes: [manifests("[FILTER]\n    Name kubernetes\n    Buffer_Size 0\n"), manifests("[OUTPUT]\n    Name null\n")],
};

function manifests(text: string) {
  return { s: { output: { manifests: { value: { "02-configmap-aws-logging": text } } } } };
}
