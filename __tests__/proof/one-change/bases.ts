/** The bases of the cases: the examples' synthesized stacks, and deployed container instances. */
import { type Graph } from "../../../proof/graph/graph";
import { type JsonObject } from "../../../proof/graph/json/json-syntax";
import { graphOfPlans, graphOfStacks } from "../../../proof/graph/read";
import { exampleNamed } from "../../support/examples";
import { synthFile } from "../../support/synth";
import { exampleFile, type File } from "../../support/variants";
import { deployedHosts, type State } from "./deployed-hosts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Body = { [key: string]: Json };

export const baseNames = ["eks", "ec2", "hosts"] as const;
export type BaseName = (typeof baseNames)[number];

export interface Base {
  /** By name: stacks, or one state. */
  readonly documents: Record<string, Body>;
  graph(documents: Record<string, Body>): Graph;
}

function stacksOf(file: File): Record<string, Body> {
  return Object.fromEntries(
    Object.entries(synthFile(file)).map(([name, { json }]) => [name, JSON.parse(json) as Body]),
  );
}

/** Pods of one Deployment on Fargate. */
function eks(): Record<string, Body> {
  const all = stacksOf(exampleFile());
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("ecs-")));
}

export const plainUserData = "#!/bin/bash\necho ECS_CLUSTER=example-web >> /etc/ecs/ecs.config\n";

/** One service on container instances of one group, with nothing but the cluster in their user data. */
function ec2(): Record<string, Body> {
  const file = exampleNamed("dnsmasq-hosts");
  const web = file.workloads!["web"]! as unknown as {
    instances: Record<string, Body>;
    services: Record<string, Body>;
  };
  web.instances = { general: { type: "m7i.large", min: 1, max: 4, resolve: "vpc" } };
  web.services = { nginx: { ...web.services["nginx"]!, cpuArchitecture: "x86_64" } };
  const all = stacksOf(file);
  for (const blocks of Object.values(all["ecs-web"]!["resource"] as Body)) {
    for (const block of Object.values(blocks as Body) as Body[]) {
      Reflect.deleteProperty(block, "placement_constraints");
      if ("user_data" in block) block["user_data"] = Buffer.from(plainUserData).toString("base64");
    }
  }
  return all;
}

const ofStacks = (documents: Record<string, Body>) => graphOfStacks(documents as Record<string, JsonObject>);

const makers: Readonly<Record<BaseName, () => Base>> = {
  eks: () => ({ documents: eks(), graph: ofStacks }),
  ec2: () => ({ documents: ec2(), graph: ofStacks }),
  hosts: () => ({
    documents: { state: deployedHosts() as unknown as Body },
    graph: ({ state }) => graphOfPlans({ "state.json": state as unknown as State as never }),
  }),
};

const made = new Map<BaseName, Base>();

/** A fresh copy. */
export function baseOf(name: BaseName): Base {
  let base = made.get(name);
  if (!base) made.set(name, (base = makers[name]()));
  return { ...base, documents: structuredClone(base.documents) };
}
