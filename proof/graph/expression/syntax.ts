/** Terraform's expression language as a syntax tree. Every node keeps its text for messages. */
export type Expression = { readonly text: string } & (
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** String parts and interpolations in order. */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  /** The first name of a traversal: `aws_vpc`, `var`, `each`, or a variable of `for`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  /** `of[*]` or `of.*`: `each` is evaluated for every element, which it names `placeholder`. */
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
  /** `value...`: values with the same key are grouped. */
  readonly grouped: boolean;
}

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

/** The name of the current element in a splat's `each`; not a valid Terraform name. */
export const placeholder = "*";

/** Operator precedence, lowest first. */
export const precedence: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
