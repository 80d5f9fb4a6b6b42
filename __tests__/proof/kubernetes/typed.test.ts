/** Typed resources of the Kubernetes provider as manifests, with the provider's own defaults. */
import { graphOfStacks } from "../../../proof/graph/read";
import { given } from "../../../proof/kubernetes/admission/rule";
import { manifestOf } from "../../../proof/kubernetes/typed";

const container = { name: "once", image: "nginx" };

function restartPolicy(type: string, spec: object, path: readonly string[]): string | undefined {
  const resource = { [type]: { once: { metadata: [{ name: "once" }], spec: [spec] } } };
  const graph = graphOfStacks({ eks: { resource } });
  const found = given(graph, manifestOf(graph.resource(`${type}.once`)!)!, "spec", ...path, "restartPolicy");
  return found && graph.text(found);
}

const template = (pod: object) => ({ template: [{ metadata: [{}], spec: [{ container: [container], ...pod }] }] });
const ofJob = ["template", "spec"];
const ofCronJob = ["jobTemplate", "spec", "template", "spec"];

test.each([
  ["kubernetes_job_v1", template({}), ofJob, "Never"],
  ["kubernetes_job_v1", template({ restart_policy: "OnFailure" }), ofJob, "OnFailure"],
  ["kubernetes_cron_job_v1", { job_template: [{ spec: [template({})] }] }, ofCronJob, "Never"],
  ["kubernetes_deployment_v1", template({}), ofJob, undefined],
])("restartPolicy of %s with %j", (type, spec, path, policy) => {
  expect(restartPolicy(type, spec, path)).toBe(policy);
});
