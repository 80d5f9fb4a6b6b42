/** The pipelines of workflows/, by the path at which each system looks for them. */
import atlantis from "../../workflows/atlantis/repos.yaml";
import githubDeploy from "../../workflows/github/mountpath-deploy.yml";
import githubReview from "../../workflows/github/mountpath-review.yml";
import githubWave from "../../workflows/github/mountpath-wave.yml";
import gitlab from "../../workflows/gitlab/.gitlab-ci.yml";

export const pipelines = {
  github: {
    ".github/workflows/mountpath-review.yml": githubReview,
    ".github/workflows/mountpath-deploy.yml": githubDeploy,
    ".github/workflows/mountpath-wave.yml": githubWave,
  },
  gitlab: { ".gitlab-ci.yml": gitlab },
  atlantis: { "repos.yaml": atlantis },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type PipelineSystem = keyof typeof pipelines;
