import { dependable, propertyAccess, ref, type TerraformStack, Tokenization } from "cdktf";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";

import { mayHoldNumber } from "./terraform-json";

/** cdktf's token of an attribute, such as `aws_vpc.apps.id`: what nearly all tokens are. */
interface Reference {
  readonly identifier: string;
  readonly originStack?: TerraformStack;
}

/** The token of an element in `depends_on`, which is written without `${}`. */
interface Dependency {
  readonly dependable: { readonly fqn: string };
}

/** The token of an element of a list or map, such as `….outputs.subnet_ids["us-east-1a"]`. */
interface Access {
  readonly target: unknown;
  readonly args: readonly unknown[];
}

/** Where each token of a string stands, as cdktf encodes it. */
const stringTokens = /\$\{TfToken\[([a-zA-Z0-9:._-]+)\]\}/g;
const wholeToken = /^\$\{TfToken\[([a-zA-Z0-9:._-]+)\]\}$/;
const identifier = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
/** What stands in quotes as it is: without tokens, quotes, expressions or numbers that cdktf would read as tokens. */
const plainKey = /^[\w/.:@ -]*$/;

/** Turns strings that hold references alone into Terraform's `${aws_vpc.apps.id}`, without cdktf's resolver. */
export class References {
  private readonly known = new Map<string, string | undefined>();

  constructor(private readonly stack: TerraformStack) {}

  /**
   * @param value holds a token, or could hold one
   * @returns `undefined` for what cdktf has to resolve: other tokens, and tokens within an expression, which lose their `${}`
   */
  resolved(value: unknown): string | undefined {
    if (typeof value !== "string") return typeof value === "object" && value !== null ? this.text(value) : undefined;
    if (this.known.has(value)) return this.known.get(value);
    const result = this.replaced(value);
    this.known.set(value, result);
    return result;
  }

  private replaced(text: string): string | undefined {
    if (mayHoldNumber(text)) return undefined;
    let result = "";
    let end = 0;
    for (const match of text.matchAll(stringTokens)) {
      const value = this.text(tokenOf(match[1]));
      const literal = text.slice(end, match.index);
      if (value === undefined || literal.includes("${")) return undefined;
      result += literal + value;
      end = match.index + match[0].length;
    }
    const rest = text.slice(end);
    return rest.includes("TfToken[") || rest.includes("${") ? undefined : result + rest;
  }

  private text(token: object): string | undefined {
    if (Object.getPrototypeOf(token) === dependencyClass) return this.expression((token as Dependency).dependable.fqn);
    const expression = this.expressionOf(token);
    return expression === undefined ? undefined : `\${${expression}}`;
  }

  private expression(text: unknown): string | undefined {
    const [, key] = typeof text === "string" ? (wholeToken.exec(text) ?? []) : [];
    return key === undefined ? undefined : this.expressionOf(tokenOf(key));
  }

  /** @returns such as `aws_vpc.apps.id`; `undefined` for other tokens, and for those of other stacks */
  private expressionOf(token: object): string | undefined {
    const tokenClass: unknown = Object.getPrototypeOf(token);
    if (tokenClass === referenceClass) {
      const { identifier, originStack } = token as Reference;
      return originStack === this.stack ? identifier : undefined;
    }
    if (tokenClass !== accessClass) return undefined;
    const { target, args } = token as Access;
    let result = this.expression(target);
    for (const arg of args) {
      if (result === undefined || typeof arg !== "string" || arg === "*" || !plainKey.test(arg)) return undefined;
      result += identifier.test(arg) ? `.${arg}` : `["${arg}"]`;
    }
    return result;
  }
}

// cdktf exports none of these classes.
const referenceClass: unknown = Object.getPrototypeOf(ref("local.any"));
const accessClass: unknown = Object.getPrototypeOf(propertyAccess("any", []));
const dependencyClass: unknown = Object.getPrototypeOf(
  Tokenization.reverseString(dependable({ fqn: "local.any" })).firstToken,
);

/** @throws Error where cdktf knows no such token */
function tokenOf(key = ""): object {
  return TokenMap.instance().lookupToken(key);
}

/**
 * Releases the tokens that were created for a stack. cdktf keeps every token, and a token keeps its stack, so that the
 * memory of a synth would grow with the number of stacks. A token used later than that is an error of cdktf's.
 *
 * @returns to be called when the stack is written
 */
export function tokensOfAStack(): () => void {
  const { stringTokenMap, numberTokenMap } = TokenMap.instance() as unknown as Record<
    "stringTokenMap" | "numberTokenMap",
    Map<unknown, unknown>
  >;
  const kept = [stringTokenMap, numberTokenMap].map((map) => [map, [...map]] as const);
  return () => {
    for (const [map, entries] of kept) {
      map.clear();
      for (const [key, token] of entries) map.set(key, token);
    }
  };
}
