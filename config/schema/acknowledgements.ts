import * as z from "zod";

import { formatted } from "./primitives";

const text = (least: number, expected: string) =>
  z
    .string({ error: `should be ${expected}` })
    .trim()
    .min(least, { error: `should be ${expected}` });

/** Whether a text is a day of the calendar: 2027-02-30 is not. The pattern refuses other forms. */
function isDay(written: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) return true;
  const day = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written);
}

const acknowledgement = z.strictObject({
  resource: text(1, "the address of the resource, as the review prints it, such as aws_vpc_endpoint.s3").meta({
    description: "The address of the resource, the workload or the stack that the review names.",
    examples: ["aws_vpc_endpoint.s3"],
  }),
  stack: text(1, "the name of a stack")
    .optional()
    .meta({ description: "The stack of the resource.", default: "every stack", examples: ["vpc-apps"] }),
  code: formatted(
    /^(?:[A-Z][A-Z0-9]*-[0-9]{2}|data-loss|outage|access|plan)$/,
    "the code that the review prints: a rule such as EP-03, or data-loss, outage, access or plan",
  ).meta({ description: "The code that the review prints after the resource.", examples: ["EP-03"] }),
  reason: text(10, "a reason of at least 10 characters: why the change is meant").meta({
    description: "Why the change is meant. The review prints it.",
    examples: ["the endpoint moves to the shared network, ticket NET-123"],
  }),
  by: text(1, "who decided it, such as a name or a team").meta({
    description: "Who decided it.",
    examples: ["network team"],
  }),
  until: formatted(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "the last day, such as 2027-01-31")
    .refine(isDay, { error: "should be a day of the calendar, such as 2027-01-31" })
    .meta({ description: "The last day (UTC) on which it applies.", examples: ["2027-01-31"] }),
});

export const reviewFile = z.strictObject({
  acknowledge: z
    .array(acknowledgement, { error: "should be a list of acknowledgements" })
    .min(1, { error: "should have at least one acknowledgement; remove the file if there is none" }),
});
