/** A resource as declared in a configuration; its attributes are evaluated on demand. */
import { factsOf, own } from "../../resource-types";
import { evaluateText, Evaluation } from "../expression/evaluate";
import { referencesOf } from "../expression/operations";
import { type Scope } from "../expression/scope";
import { identifyingArguments } from "../identity";
import { type JsonObject, onlyBlock, property } from "../json/json-syntax";
import {
  type Blocks,
  type Condition,
  isNull,
  type Reference,
  type Resource,
  type ResourceHeader,
  type ResourceKey,
  unknownValue,
  type Value,
} from "../model";
import { blocksOf, steps, valueAt } from "../path";
import { ResourceBase } from "../resource-base";
import { asList, bodyValue, dynamicBlocks, joined } from "./body";
import { knownOfProvider, withComputed } from "./computed";
import { placeOf, type SourcePlace } from "./files/block-lines";
import { knownOfDocuments } from "./manifest-documents";
import { renderedTemplate } from "./rendered-template";

const metaArguments = new Set([
  "count",
  "for_each",
  "provider",
  "lifecycle",
  "depends_on",
  "connection",
  "provisioner",
  "//",
]);

/** Whether an argument of a resource belongs to Terraform rather than the provider. */
export function isMetaArgument(name: string): boolean {
  return metaArguments.has(name);
}

export interface Declaration extends ResourceHeader {
  readonly body: JsonObject;
  readonly scope: Scope;
  readonly stack: DeclaringStack;
  /** Set if none of its attributes are known. */
  readonly hidden?: string;
}

/** What the stack of a resource knows about it besides its own block. */
export interface DeclaringStack {
  /** What the stack's pre- and postconditions imply about the resource. */
  settledBy(key: ResourceKey, path: string): Value | undefined;
  /** Whether these conditions are being read at the moment. */
  readonly readsConditions: boolean;
  /** Resources that AWS connects to this one. */
  implied(resource: Resource, attribute: string): Value | undefined;
}

export class ConfigurationResource extends ResourceBase implements Resource {
  readonly scope: Scope;
  /** Final values by path: read for every path through the resource. */
  private readonly known = new Map<string, Value>();
  /** Arguments that are not final: the resource's conditions may imply the value of one that is not set. */
  private unset: Map<string, Value> | undefined;
  /** The arguments that are being evaluated, which may refer to each other. */
  private readonly evaluating: string[] = [];
  private dynamic: Map<string, Value> | undefined;

  constructor(private readonly declaration: Declaration) {
    super(declaration);
    this.scope = declaration.scope;
  }

  get construct(): string | undefined {
    const path = property(property(this.declaration.body["//"], "metadata"), "path");
    return typeof path === "string" ? path : undefined;
  }

  get writtenAt(): SourcePlace | undefined {
    return placeOf(this.declaration.body);
  }

  get conditions(): readonly Condition[] {
    return conditionsOf(this.declaration.body);
  }

  get dependsOn(): readonly ResourceKey[] {
    const { body } = this.declaration;
    const named = asList(body["depends_on"]).flatMap((text) => {
      if (typeof text !== "string") return [];
      return referencesOf(evaluateText(text.includes("${") ? text : `\${${text}}`, this.scope));
    });
    const used = Object.keys(body)
      .filter((name) => !metaArguments.has(name))
      .flatMap((name) => referencesOf(this.top(name)));
    return [...new Set([...named, ...used].map((reference) => reference.to))].filter((key) => key !== this.key);
  }

  get(path: string): Value {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const value = this.found(path);
    // The result during an evaluation is not final.
    if (this.evaluating.length === 0 && !this.declaration.stack.readsConditions) this.known.set(path, value);
    return value;
  }

  private found(path: string): Value {
    if (path === "") return this.self("");
    const inner = steps(path);
    const { hidden } = this.declaration;
    if (hidden !== undefined)
      return path === "id" || path === "arn" ? this.self(path) : unknownValue(`${this.address}.${path}`, hidden);
    const top = this.top(String(inner[0]));
    const value = inner.length === 1 ? top : valueAt(top, inner, 1);
    if (!isNull(value) && !this.isSelf(value)) return value;
    return this.declaration.stack.settledBy(this.key, path) ?? value;
  }

  blocks(name: string): Blocks {
    return blocksOf(this.get(name));
  }

  private top(name: string): Value {
    const made = this.unset?.get(name) ?? (this.declaration.hidden === undefined ? this.known.get(name) : undefined);
    if (made !== undefined) return made;
    if (this.evaluating.includes(name)) return unknownValue(`${this.address}.${name}`, "refers to itself");
    this.evaluating.push(name);
    const value = this.evaluated(name);
    this.evaluating.pop();
    const isFinal = !isNull(value) && !this.isSelf(value) && this.declaration.hidden === undefined;
    (isFinal ? this.known : (this.unset ??= new Map<string, Value>())).set(name, value);
    return value;
  }

  private evaluated(name: string): Value {
    const { body } = this.declaration;
    if (metaArguments.has(name)) return bodyValue(undefined, this.scope);
    let value = bodyValue(Object.hasOwn(body, name) ? body[name] : undefined, this.scope);
    if (body["dynamic"] !== undefined) {
      this.dynamic ??= dynamicBlocks(body["dynamic"], this.scope);
      const blocks = this.dynamic.get(name);
      if (blocks) value = joined(value, blocks);
    }
    if (!isNull(value)) return withComputed(this, name, value);
    const copied = own(factsOf(this.type).copies, name);
    if (copied !== undefined && this.mode === "managed") return this.top(copied);
    const read = this.mode === "data" ? this.readByDataSource(name) : undefined;
    if (read) return read;
    if (name === "id" || name === "arn") return this.self(name);
    return this.declaration.stack.implied(this, name) ?? value;
  }

  /** The value that a data source returns, if its arguments alone determine it. */
  private readByDataSource(name: string): Value | undefined {
    const follow = (one: Value) => this.scope.follow(one);
    const known =
      knownOfProvider(this, name) ??
      renderedTemplate(this, name, follow, (text, names) => new Evaluation(this.scope).templateOf(text, names)) ??
      knownOfDocuments(this, name, follow);
    if (known || name !== "id") return known;
    for (const argument of identifyingArguments(this.type)) {
      const id = this.top(argument);
      if (!isNull(id)) return id;
    }
    return undefined;
  }

  private self(attribute: string): Reference {
    return { kind: "reference", to: this.key, attribute };
  }

  private isSelf(value: Value): boolean {
    return value.kind === "reference" && value.to === this.key;
  }
}

export function conditionsOf(body: JsonObject): readonly Condition[] {
  const lifecycle = onlyBlock(body["lifecycle"]);
  if (!lifecycle) return [];
  return (["precondition", "postcondition"] as const).flatMap((kind) =>
    asList(lifecycle[kind]).flatMap((block) => {
      const expression = property(block, "condition");
      return typeof expression === "string" ? [{ kind, expression }] : [];
    }),
  );
}
