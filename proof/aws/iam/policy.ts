/** Evaluates one policy for one request: whether it allows, and whether it denies. */
import { type Graph } from "../../graph/graph";
import { literal, NULL, type Resource, unknownValue, type Value } from "../../graph/model";
import { all, any, atMost, both, either, type Judgement, NO, not, open, YES } from "../../graph/ternary";
import { alwaysKnown, conditionsHold, type Context } from "./policy-condition";
import {
  type Patterns,
  type PolicyDocument,
  type PrincipalEntry,
  type Principals,
  type Statement,
} from "./policy-document";
import { matches } from "./policy-match";
import { accountText, anyText, arnText, type PolicyText, policyText } from "./policy-text";

/** The caller that starts or mounts: a role, or an anonymous client. */
export type RoleOrNobody = { readonly kind: "role"; readonly role: Resource } | { readonly kind: "anonymous" };
/** The caller of a request: one of these, or an AWS service such as `logs.us-east-1.amazonaws.com`. */
export type Caller = RoleOrNobody | { readonly kind: "service"; readonly name: string };

export interface Request {
  /** `elasticfilesystem:ClientMount`. */
  readonly action: string;
  /** The ARN, as a reference or text. */
  readonly resource: Value;
  readonly caller: Caller;
  /** Values of condition keys by lower-case name, `null` for a key that the request lacks; any other key is unknown. */
  readonly context: ReadonlyMap<string, Value>;
}

export interface PolicyAnswer {
  readonly allow: Judgement;
  readonly deny: Judgement;
  /** Whether the caller's account as a whole is allowed, so the caller's own policies decide. */
  readonly delegates: Judgement;
}

/** A policy; `kind` shows whether it has principals, which identity policies lack. */
export function askPolicy(
  graph: Graph,
  document: PolicyDocument,
  request: Request,
  kind: "identity" | "resource",
): PolicyAnswer {
  const asked = new AskedStatements(graph, request, kind);
  const allow: Judgement[] = [];
  const deny: Judgement[] = [];
  const delegates: Judgement[] = [];
  for (const statement of document.statements) {
    const applies = asked.applies(statement);
    const possibly = statement.effect === "Allow" || statement.effect === "Deny" ? undefined : statement.effect;
    if (statement.effect === "Deny") deny.push(any([applies.directly, applies.byAccount]));
    else if (possibly) {
      deny.push(atMost(any([applies.directly, applies.byAccount]), possibly));
      allow.push(atMost(applies.directly, possibly));
    } else {
      allow.push(applies.directly);
      delegates.push(applies.byAccount);
    }
  }
  if (document.unknownRest) for (const list of [allow, deny]) list.push(open(document.unknownRest));
  return { allow: any(allow), deny: any(deny), delegates: any(delegates) };
}

interface Applies {
  readonly directly: Judgement;
  readonly byAccount: Judgement;
}

class AskedStatements {
  private readonly action: PolicyText;
  private resource: PolicyText | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly request: Request,
    private readonly kind: "identity" | "resource",
  ) {
    this.action = [request.action];
  }

  applies(statement: Statement): Applies {
    const common = this.common(statement);
    if (common.answer === "no") return { directly: NO, byAccount: NO };
    if (this.kind === "identity") return { directly: common, byAccount: NO };
    const { directly, byAccount } = this.principal(statement);
    return { directly: all([directly, common]), byAccount: all([byAccount, common]) };
  }

  private common(statement: Statement): Judgement {
    let result = statement.unknownRest ? open(statement.unknownRest) : YES;
    result = both(result, this.listed(statement.actions, this.action, true));
    if (result.answer === "no") return NO;
    // A file system policy may omit its resource.
    const implied = this.kind === "resource" && !statement.resources;
    if (!implied) {
      this.resource ??= policyText(this.graph, this.request.resource, false);
      result = both(result, this.listed(statement.resources, this.resource, false));
      if (result.answer === "no") return NO;
    }
    return both(result, conditionsHold(this.graph, statement.conditions, this.context));
  }

  private listed(patterns: Patterns | undefined, text: PolicyText, fold: boolean): Judgement {
    if (!patterns) return NO;
    const found = this.anyMatch(patterns, text, fold);
    return patterns.negated ? not(found) : found;
  }

  private anyMatch({ items, unknownRest }: Patterns, text: PolicyText, fold: boolean): Judgement {
    let found = NO;
    for (const item of items) {
      found = either(found, matches(this.graph, policyText(this.graph, item, true), text, fold));
      if (found.answer === "yes") return YES;
    }
    return unknownRest ? either(found, open(unknownRest)) : found;
  }

  private principal({ principals }: Statement): Applies {
    if (!principals) return { directly: NO, byAccount: NO };
    const directly = any(this.eachPrincipal(principals, (entry) => this.isCaller(entry)));
    const byAccount = any(this.eachPrincipal(principals, (entry) => this.isAccount(entry)));
    if (!principals.negated) return { directly, byAccount };
    if (directly.answer === "yes" && this.request.caller.kind === "role") {
      const why = "excludes a role but may not exclude its account, so it may still apply";
      return { directly: byAccount.answer === "yes" ? NO : open(unknownValue("NotPrincipal", why)), byAccount: NO };
    }
    return { directly: not(any([directly, byAccount])), byAccount: NO };
  }

  private *eachPrincipal({ items, unknownRest }: Principals, judge: (entry: PrincipalEntry) => Judgement) {
    for (const item of items) yield judge(item);
    if (unknownRest) yield open(unknownRest);
  }

  private isCaller({ type, value }: PrincipalEntry): Judgement {
    const { caller } = this.request;
    if (caller.kind === "service") return this.isService(caller.name, type, value);
    if (type !== "AWS" && type !== "*") return NO;
    const text = policyText(this.graph, value, false);
    if (text.length === 1 && text[0] === "*") return YES;
    if (caller.kind === "anonymous")
      return text.every((symbol) => typeof symbol === "string") ? NO : this.anonymous(value);
    const arn = arnText(this.graph, caller.role);
    return matches(this.graph, text, arn);
  }

  private isService(name: string, type: string, value: Value): Judgement {
    const text = policyText(this.graph, value, false);
    if (type === "Service") return matches(this.graph, text, [name], true);
    if (text.length !== 1 || text[0] !== "*") return NO;
    return open(unknownValue('Principal "*"', `may or may not include ${name}`));
  }

  /** A reference is the ARN of some resource; an unknown value could also be `*`. */
  private anonymous(value: Value): Judgement {
    const at = this.graph.follow(value);
    return at.kind === "unknown" && !at.closed ? open(at) : NO;
  }

  /** An account id or `…:root` means everyone in the account whom its own policies allow. */
  private isAccount({ type, value }: PrincipalEntry): Judgement {
    const { caller } = this.request;
    if (type !== "AWS" || caller.kind !== "role") return NO;
    const text = policyText(this.graph, value, false);
    const [first, last] = [text[0], text[text.length - 1]];
    const account = accountText(this.graph, caller.role);
    if (typeof first !== "string" || !first.startsWith("arn:")) return matches(this.graph, text, account);
    if (typeof last !== "string" || !last.endsWith(":root")) return NO;
    return matches(this.graph, ["arn:", anyText, ":iam::", ...account, ":root"], text);
  }

  private readonly context: Context = (key) => {
    const known = this.request.context.get(key) ?? alwaysKnown.get(key) ?? this.callerContext(key);
    // Only requests that tag something have these keys.
    if (!known && (key === "aws:tagkeys" || key.startsWith("aws:requesttag/"))) return NULL;
    return known ?? unknownValue(key, "is known only when the request is made");
  };

  private callerContext(key: string): Value | undefined {
    const { caller } = this.request;
    if (caller.kind !== "role") return undefined;
    if (key === "aws:principalarn") return { kind: "reference", to: caller.role.key, attribute: "arn" };
    if (key === "aws:principaltype") return literal("AssumedRole");
    return undefined;
  }
}
