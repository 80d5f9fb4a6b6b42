/** Checks whether the API server refuses a pod or the object that creates it. */
import { type AdmissionRule } from "../rule";
import { controller } from "./controller";
import { lists } from "./lists";
import { priority } from "./priority";
import { required } from "./required";
import { resources } from "./resources";
import { rollout } from "./rollout";
import { types } from "./types";
import { values } from "./values";

export const apiRules: readonly AdmissionRule[] = [
  controller,
  required,
  types,
  values,
  lists,
  rollout,
  resources,
  priority,
];
