import { TerraformResource, type TerraformStack } from "cdktf";
import { type IConstruct } from "constructs";

/** Metadata of a construct whose id was another one when its resources were created. */
const formerId = "mountpath:formerly";

/** Records a construct's earlier id, so that its resources are moved instead of destroyed. */
export function renamed<T extends IConstruct>(construct: T, formerly: string | undefined): T {
  if (formerly !== undefined && formerly !== construct.node.id) construct.node.addMetadata(formerId, formerly);
  return construct;
}

/** The earlier id of a construct, or its id. */
export function formerIdOf({ node }: IConstruct): string {
  const { data } = node.metadata.find(({ type }) => type === formerId) ?? {};
  return (data as string | undefined) ?? node.id;
}

/** `moved` blocks for the resources of a stack below renamed constructs. @param nameOf the name in a resource's address */
export function movedBlocks(
  stack: TerraformStack,
  nameOf: (stack: IConstruct, below: readonly IConstruct[], idOf: (construct: IConstruct) => string) => string,
): { from: string; to: string }[] {
  return stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .flatMap((resource) => {
      const { scopes } = resource.node;
      const below = scopes.slice(scopes.indexOf(stack) + 1);
      const [from, to] = [formerIdOf, ({ node }: IConstruct) => node.id].map((idOf) => nameOf(stack, below, idOf));
      const type = resource.terraformResourceType;
      return from === to ? [] : [{ from: `${type}.${from}`, to: `${type}.${to}` }];
    });
}
