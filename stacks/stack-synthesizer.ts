import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  AnnotationMetadataEntryType,
  Aspects,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  type IStackSynthesizer,
  type ISynthesisSession,
  StringConcat,
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import { type IConstruct } from "constructs";

import { mapValues } from "../modules/map-values";
import { addElement, addsMetadata } from "./element-json";
import { type Blocks, blocksOf, merged, metaBlocks } from "./hcl/blocks";
import { hclOf } from "./hcl/hcl";
import { sortedJson } from "./json-text";
import { References } from "./references";
import { allResolved, mergeInto, resolved } from "./terraform-json";

type JsonObject = Record<string, unknown>;

/**
 * Writes a stack's Terraform JSON: the same bytes as cdktf's own synthesizer, in a fraction of its time. cdktf resolves
 * every value of a stack three times, one of them to find references to other stacks. Stacks here read each other's
 * outputs from remote state, so a reference to another stack is an error, and a value that holds no token is written
 * unchanged.
 *
 * cdktf's synthesizer writes the stacks that use features this one doesn't support: see `needsCdktf`.
 */
export class StackSynthesizer implements IStackSynthesizer {
  /**
   * @param cdktf the stack's original synthesizer
   * @param prepare cdktf's preparation of the stack, for stacks that its synthesizer writes
   * @param finish changes the text before it is written
   */
  constructor(
    private readonly stack: TerraformStack,
    private readonly cdktf: IStackSynthesizer,
    private readonly prepare: () => void,
    private readonly finish: (json: string) => string,
  ) {}

  synthesize(session: ISynthesisSession): void {
    const { workingDirectory, synthesizedStackPath, stackMetadataPath } = session.manifest.forStack(this.stack);
    const file = join(session.outdir, synthesizedStackPath);
    const constructs = constructsOf(this.stack);
    const elements = constructs.filter(TerraformElement.isTerraformElement);
    const terraform = this.terraform(elements);
    const json = sortedJson(terraform);
    if (constructs.some(needsCdktf) || needsPreparation(json)) {
      this.prepare();
      this.cdktf.synthesize(session);
      writeFileSync(file, this.finish(readFileSync(file, "utf8")));
      return;
    }
    // cdktf's method says what is wrong.
    if (!session.skipValidation && constructs.some(({ node }) => node.validate().length > 0)) {
      this.stack.runAllValidations();
    }
    mkdirSync(join(session.outdir, workingDirectory), { recursive: true });
    if (!synthesizedStackPath.endsWith(".tf")) return writeFileSync(file, this.finish(json));
    const withoutTokens = allResolved(terraform) as JsonObject;
    writeFileSync(file, hclOf(withoutTokens, blocksByAddress(elements)));
    writeFileSync(join(session.outdir, stackMetadataPath ?? ""), sortedJson(besideHcl(withoutTokens)));
  }

  /** The stack's Terraform JSON as an object; most arguments stay with their tokens until they are written. */
  private terraform(elements: readonly TerraformElement[]): JsonObject {
    const references = new References(this.stack);
    const resolver = new OwnReferences(this.stack);
    const byCdktf = (value: unknown): unknown =>
      Tokenization.resolve(value, { scope: this.stack, resolver, preparing: false });
    const resolve = (value: unknown): unknown => references.resolved(value) ?? byCdktf(value);
    const terraform: JsonObject = { "//": this.description(elements) };
    for (const element of elements) addElement(terraform, element, resolve);
    mergeInto(terraform, resolved(overridesOf(this.stack), resolve) as JsonObject);
    return terraform;
  }

  /** The metadata that cdktf's command line reads: how outputs are nested, and what was overridden. */
  private description(elements: readonly TerraformElement[]): JsonObject {
    const overrides = Object.keys(overridesOf(this.stack));
    const metadata: JsonObject = {
      version: this.stack.node.tryGetContext("cdktfVersion") as unknown,
      stackName: this.stack.node.id,
      backend: "local", // replaced by the backend's own metadata
      ...(overrides.length > 0 && { overrides: { stack: overrides } }),
    };
    const outputs: JsonObject = {};
    for (const element of elements) {
      if (addsMetadata(element)) addDefined(metadata, element.toMetadata() as JsonObject);
      if (!TerraformOutput.isTerraformOutput(element)) continue;
      const ids = element.node.path.split("/");
      mergeInto(
        outputs,
        ids.reduceRight<unknown>((inner, id) => ({ [id]: inner }), element.friendlyUniqueId) as JsonObject,
      );
    }
    return { metadata, outputs };
  }
}

/** Refuses a reference to another stack, which cdktf would turn into an output and a remote state. */
class OwnReferences extends DefaultTokenResolver {
  constructor(private readonly stack: TerraformStack) {
    super(new StringConcat());
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const { originStack, identifier } = token as { originStack?: TerraformStack; identifier?: string };
    if (originStack !== undefined && originStack !== this.stack) {
      throw new Error(
        `stack '${this.stack.node.id}' refers to '${identifier}' of stack '${originStack.node.id}': read it as an output of that stack`,
      );
    }
    return super.resolveToken(token, context, postProcessor) as unknown;
  }
}

/** The blocks of resources, data sources and providers, those of providers of one name together. */
function blocksByAddress(elements: readonly TerraformElement[]): (address: string) => Blocks {
  const found = new Map<string, Blocks>();
  for (const element of elements) {
    const address = addressOf(element);
    if (address !== undefined) found.set(address, merged(found.get(address) ?? {}, blocksOf(element)));
  }
  return (address) => found.get(address) ?? metaBlocks;
}

function addressOf(element: TerraformElement): string | undefined {
  if (TerraformProvider.isTerraformProvider(element)) return `provider.${element.terraformResourceType}`;
  if (TerraformResource.isTerraformResource(element))
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  if (!TerraformDataSource.isTerraformDataSource(element)) return undefined;
  return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
}

/** What HCL can't hold: cdktf's metadata, and where and what the stack is. */
function besideHcl({ output: _, ...terraform }: JsonObject): JsonObject {
  const named = (section: unknown) =>
    mapValues((section ?? {}) as Record<string, JsonObject>, (resources) =>
      mapValues(resources, (resource) => ({ "//": (resource as JsonObject)["//"] ?? {} })),
    );
  return { ...terraform, resource: named(terraform["resource"]), data: named(terraform["data"]) };
}

/** Whether there are provider functions or write-only attributes, which cdktn 0.24 detects in its preparation (TF-12). */
function needsPreparation(json: string): boolean {
  return json.includes("provider::") || json.includes('_wo": ');
}

/** Whether the construct has an aspect, an annotation, files or a move, which only cdktf handles. */
function needsCdktf(construct: IConstruct): boolean {
  return (
    (aspects in construct && Aspects.of(construct).all.length > 0) ||
    construct.node.metadata.some(({ type }) => annotations.has(type)) ||
    customSynthesis in construct ||
    (TerraformResource.isTerraformResource(construct) && Boolean(construct.hasResourceMove()))
  );
}

const annotations = new Set<string>(Object.values(AnnotationMetadataEntryType));
/** The key under which cdktf stores the argument of `addCustomSynthesis`. */
const customSynthesis = Symbol.for("cdktf/customSynthesis");
/** The key under which cdktf stores a construct's aspects. `Aspects.of` would add it to every construct. */
const [aspects = ""] = Object.getOwnPropertySymbols(withAspects());

function withAspects(): object {
  const construct = {};
  Aspects.of(construct as IConstruct);
  return construct;
}

/** The constructs of a stack, without those of nested stacks, in the order in which they were created. */
function constructsOf(construct: IConstruct, into: IConstruct[] = []): IConstruct[] {
  into.push(construct);
  for (const child of construct.node.children) if (!TerraformStack.isStack(child)) constructsOf(child, into);
  return into;
}

function addDefined(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) if (source[key] !== undefined) mergeInto(target, { [key]: source[key] });
}

/** The values that `addOverride` set; cdktf keeps them in a private field. */
function overridesOf(stack: TerraformStack): JsonObject {
  return (stack as unknown as { readonly rawOverrides: JsonObject }).rawOverrides;
}
