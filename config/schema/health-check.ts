import * as z from "zod";

export const healthCheck = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .meta({
        description: "`CMD` and an argument list, or `CMD-SHELL` and one line of shell; exit code 0 means healthy.",
        examples: [["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"]],
      }),
    intervalSeconds: z
      .int()
      .min(5)
      .max(300)
      .default(30)
      .meta({ description: "Seconds between checks.", examples: [10] }),
    timeoutSeconds: z
      .int()
      .min(2)
      .max(60)
      .default(5)
      .meta({ description: "Seconds a check may take.", examples: [5] }),
    retries: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .meta({ description: "Consecutive failures until unhealthy.", examples: [3] }),
    startPeriodSeconds: z
      .int()
      .min(0)
      .max(300)
      .default(0)
      .meta({
        description: "Seconds after the start in which failures are ignored.",
        examples: [30],
      }),
  })
  .meta({
    description: "How ECS checks that the container is healthy.",
    examples: [{ command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"] }],
  });

export type HealthCheck = z.output<typeof healthCheck>;
