import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";

import { readOrganization } from "../config/load";
import { buildApp } from "../main";
import { MountpathStack } from "../stacks/stack";

/**
 * The same constructs, synthesized as a plain cdktf app is: cdktf's own synthesizer and preparation, all stacks at once.
 * Run by `npm run bench` in a folder with an `organization.yaml`; writes `plain`.
 */
const app = buildApp(readOrganization("organization.yaml").organization, "plain");
for (const stack of app.node.children) {
  if (stack instanceof MountpathStack) stack.synthesizer = new StackSynthesizer(stack);
}
app.synth();
