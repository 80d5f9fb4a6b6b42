import { type AwsRule, stackJson, type Violation, violation } from "../rule";
import { blocks, type Resource, type Stacks } from "../stacks";

const reason = "is shared by another account, and no plan stops while the share has not arrived";

export const rule: AwsRule = {
  fact: "what RAM shares arrives minutes later, and an association before that fails half way through an apply",
  source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-rules-managing.html",
  check: (stacks) => [
    ...unguarded(stacks, "aws_route53_resolver_rule_association", "resolver_rule_id"),
    ...unguarded(stacks, "aws_route53_resolver_query_log_config_association", "resolver_query_log_config_id"),
  ],
  fails: {
    [`apps/aws_route53_resolver_query_log_config_association.apps: ${reason}`]: queryLog("222222222222", {}),
  },
  passes: [
    queryLog("111111111111", {}),
    queryLog("222222222222", {
      "data.aws_route53_resolver_query_log_config.shared": { resolver_query_log_config_id: shared() },
    }),
  ],
};

/** Associations of another account's resources without a data source that looks them up first. */
function unguarded(stacks: Stacks, type: string, argument: string): Violation[] {
  return stacks.of(type).flatMap((association) => {
    const id = String(association.args[argument]);
    const owner = stacks
      .referred(association, id)
      .find(({ stack }) => stacks.accountOf(stack) !== stacks.accountOf(association.stack));
    return owner === undefined || isLookedUp(stacks, association, id) ? [] : [violation(association, reason)];
  });
}

function isLookedUp(stacks: Stacks, { stack }: Resource, id: string): boolean {
  const expression = id.replace(/^\$\{(.*)\}$/, "$1");
  const configs = stacks.of("data.aws_route53_resolver_query_log_config");
  const rules = stacks.of("data.aws_route53_resolver_rules");
  return (
    configs.some((one) => one.stack === stack && one.args["resolver_query_log_config_id"] === id) ||
    rules.some(
      (one) =>
        one.stack === stack &&
        blocks(blocks(one.args["lifecycle"])[0]?.["postcondition"]).some(({ condition }) =>
          String(condition).includes(expression),
        ),
    )
  );
}

function shared(): string {
  return "${data.terraform_remote_state.network.outputs.query_log_config_id}";
}

function queryLog(account: string, sources: Parameters<typeof stackJson>[0]) {
  const provider = (id: string) => ({ aws: [{ allowed_account_ids: [id] }] });
  return {
    network: {
      ...stackJson({ "aws_route53_resolver_query_log_config.queries": {} }),
      provider: provider("111111111111"),
      output: { query_log_config_id: { value: "${aws_route53_resolver_query_log_config.queries.id}" } },
    },
    apps: {
      ...stackJson({
        "aws_route53_resolver_query_log_config_association.apps": { resolver_query_log_config_id: shared() },
        ...sources,
      }),
      provider: provider(account),
    },
  };
}
