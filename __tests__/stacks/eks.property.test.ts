import * as fc from "fast-check";

import { organization } from "../../config/schema/organization";
import { workloadManifests } from "../../stacks/eks-manifests";
import { organizations } from "../support/arbitrary-organization";
import { type KubernetesObject, parseManifest, schemaProblems } from "../support/kubernetes";
import { runs } from "../support/runs";

const ids = {
  fileSystem: () => "fs-0123456789abcdef0",
  accessPoint: () => "fsap-0123456789abcdef0",
  role: () => "arn:aws:iam::111111111111:role/app",
};

/** User text is unchanged in a manifest, and the rest is valid Kubernetes. */
test("the manifests of any valid file are valid in Kubernetes's published schemas", () => {
  const all: KubernetesObject[] = [];
  fc.assert(
    fc.property(organizations(), (written) => {
      const parsed = organization.parse(written);
      for (const [name, workload] of Object.entries(parsed.workloads)) {
        if (workload.platform !== "eks-fargate") continue;
        const documents = Object.values(workloadManifests(parsed, name, workload, ids, (text) => text));
        const objects = documents.map(parseManifest);
        all.push(...objects);
        for (const [deploymentName, deployment] of Object.entries(workload.deployments)) {
          const made = objects.find(
            ({ kind, metadata }) => kind === deployment.kind && metadata.name === deploymentName,
          );
          expect(made).toMatchObject({
            metadata: { namespace: deployment.namespace },
            spec: {
              template: {
                metadata: { labels: deployment.labels },
                spec: { containers: [deployment.command ? { args: deployment.command } : {}] },
              },
            },
          });
        }
      }
    }),
    runs(100, 30),
  );
  expect(all.length).toBeGreaterThan(0);
  expect(schemaProblems(all).filter(Boolean)).toEqual([]);
});
