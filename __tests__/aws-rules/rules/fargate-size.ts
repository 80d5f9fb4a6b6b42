import { type AwsRule, each, stack } from "../rule";
import { blocks, number, texts } from "../stacks";

const gib = (from: number, to: number, step = 1) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);

const memory: Readonly<Record<string, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: gib(1, 4),
  1024: gib(2, 8),
  2048: gib(4, 16),
  4096: gib(8, 30),
  8192: gib(16, 60, 4),
  16384: gib(32, 120, 8),
  32768: [60, 120, 244].map((one) => one * 1024),
};

export const rule: AwsRule = {
  fact: "Fargate has certain pairs of CPU and memory alone, and 21 to 200 GiB of ephemeral storage",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  check: each("aws_ecs_task_definition", ({ args }) => {
    if (!texts(args["requires_compatibilities"]).includes("FARGATE")) return undefined;
    const [cpu, mib] = [number(args["cpu"]) ?? 0, number(args["memory"]) ?? 0];
    if (!memory[cpu]?.includes(mib)) return `cpu ${cpu} with memory ${mib} is no pair of Fargate`;
    const size = number(blocks(args["ephemeral_storage"])[0]?.["size_in_gib"]);
    return size !== undefined && (size < 21 || size > 200)
      ? `ephemeral storage of ${size} GiB should be 21 to 200`
      : undefined;
  }),
  fails: {
    "s/aws_ecs_task_definition.web: cpu 256 with memory 4096 is no pair of Fargate": task(256, 4096),
    "s/aws_ecs_task_definition.web: ephemeral storage of 20 GiB should be 21 to 200": task(256, 512, 20),
  },
  passes: [task(256, 512), task(8192, 20 * 1024, 100)],
};

function task(cpu: number, mib: number, size?: number) {
  return stack({
    "aws_ecs_task_definition.web": {
      requires_compatibilities: ["FARGATE"],
      cpu: String(cpu),
      memory: String(mib),
      ephemeral_storage: size === undefined ? undefined : { size_in_gib: size },
    },
  });
}
