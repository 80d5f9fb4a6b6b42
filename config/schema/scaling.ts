import * as z from "zod";

import { formatted, name } from "./primitives";

const count = z.int().min(0);
const percent = z.int().min(1).max(100);

export const scheduleExpression = formatted(
  /^(cron\([^()]+\)|rate\([0-9]+ (minute|hour|day)s?\))$/,
  "a schedule expression, such as cron(0 7 ? * MON-FRI *) or rate(1 hour)",
);

const schedule = z
  .strictObject({
    at: formatted(
      /^(cron\([^()]+\)|rate\([0-9]+ (minute|hour|day)s?\)|at\([0-9T:-]+\))$/,
      "a schedule expression, such as cron(0 7 ? * MON-FRI *)",
    ).meta({ description: "When.", examples: ["cron(0 7 ? * MON-FRI *)"] }),
    timeZone: formatted(/^[A-Za-z_]+(\/[A-Za-z_+-]+[0-9]*)*$/, "a time zone, such as Europe/Berlin")
      .default("UTC")
      .meta({ description: "The time zone of a cron or at expression.", examples: ["Europe/Berlin"] }),
    min: count
      .optional()
      .meta({ description: "The minimum number of tasks from then on. Default: unchanged.", examples: [4] }),
    max: count
      .optional()
      .meta({ description: "The maximum number of tasks from then on. Default: unchanged.", examples: [20] }),
  })
  .meta({ description: "Changes the bounds at a time.", examples: [{ at: "cron(0 7 ? * MON-FRI *)", min: 4 }] });

export const scaling = z
  .strictObject({
    min: count.meta({ description: "The minimum number of tasks.", examples: [2] }),
    max: count.meta({ description: "The maximum number of tasks.", examples: [10] }),
    cpuPercent: percent.optional().meta({
      description: "The target for the average CPU utilization, in percent. Default: not used.",
      examples: [60],
    }),
    memoryPercent: percent.optional().meta({
      description: "The target for the average memory utilization, in percent. Default: not used.",
      examples: [70],
    }),
    requestsPerTarget: z
      .int()
      .min(1)
      .optional()
      .meta({
        description: "The target for requests per minute and task; requires a load balancer. Default: not used.",
        examples: [1000],
      }),
    scaleInCooldownSeconds: z
      .int()
      .min(0)
      .default(300)
      .meta({ description: "Seconds between two scale-in steps.", examples: [300] }),
    scaleOutCooldownSeconds: z
      .int()
      .min(0)
      .default(60)
      .meta({ description: "Seconds between two scale-out steps.", examples: [60] }),
    schedules: z
      .record(name, schedule)
      .default({})
      .meta({
        description: "Bounds that change at certain times, by a name of your choice.",
        examples: [{ "work-hours": { at: "cron(0 7 ? * MON-FRI *)", min: 4 } }],
      }),
  })
  .meta({
    description: "The number of tasks by utilization and schedule; `desiredCount` is then only the initial number.",
    examples: [{ min: 2, max: 10, cpuPercent: 60 }],
  });

export type Scaling = z.output<typeof scaling>;
