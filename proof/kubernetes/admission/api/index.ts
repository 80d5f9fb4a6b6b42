/** What the API server refuses of a pod, and of what makes it. */
import { type AdmissionRule } from "../rule";
import { controller } from "./controller";
import { required } from "./required";
import { resources } from "./resources";
import { types } from "./types";

export const apiRules: readonly AdmissionRule[] = [controller, required, types, resources];
