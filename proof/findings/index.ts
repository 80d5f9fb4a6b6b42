import { type FindingCheck } from "./finding";

export const findingChecks: readonly FindingCheck[] = [];
