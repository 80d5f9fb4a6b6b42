/** Terraform's expression language as a tree. Every node knows its text, so that reports can name it. */
export type Expression = { readonly text: string } & (
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** String parts and interpolations in turn. */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  /** The first name of a traversal: `aws_vpc`, `var`, `each`, or a variable of `for`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  /** `of[*]` or `of.*`: `each` is taken from every element, which it names `placeholder`. */
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "condition"; readonly when: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | ForExpression
);

export interface ForExpression {
  readonly kind: "for";
  readonly keyName?: string;
  readonly valueName: string;
  readonly over: Expression;
  /** Set for `{for … : key => value}`. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly where?: Expression;
  /** `value...`: values of the same key are grouped. */
  readonly grouped: boolean;
}

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

/** What a splat's `each` calls the element that it is taken from: no Terraform name. */
export const placeholder = "*";

/** Binding strength, weakest first. */
export const precedence: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
