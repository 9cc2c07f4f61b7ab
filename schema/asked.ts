import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

export type Variables = Readonly<Record<string, unknown>>;

/** What is asked of an object, in the order asked. What the variables leave out is not here. */
export interface Asked {
  readonly of: GraphQLCompositeType;
  readonly selections: readonly (AskedField | AskedFragment)[];
}
export interface AskedField {
  readonly kind: 'field';
  readonly node: FieldNode;
  /** Response key: the alias, or the name. */
  readonly key: string;
  readonly coordinate: string;
  readonly type: GraphQLOutputType;
  /** `__schema` or `__type`. */
  readonly describes: boolean;
  /** Answered `null`, whatever there is. */
  readonly denied: boolean;
  readonly beneath: Asked | undefined;
}
/** Fields for objects of one type among several. */
export interface AskedFragment {
  readonly kind: 'fragment';
  readonly beneath: Asked;
}

/** Whether a field is denied; asked once for each time that an operation names it. */
export type Deny = (coordinate: string, args: readonly GraphQLArgument[], values: Variables) => boolean;

/** One operation of a document, and the fragments beside it. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * One operation of a document.
 * @throws Error when the document holds no such operation
 */
export function operationOf(
  { definitions }: DocumentNode,
  operationName: string | null | undefined,
): Operation {
  const definition = definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && (!operationName || node.name?.value === operationName),
  );
  if (!definition) throw new Error('the document holds no such operation');
  const fragments = definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
  );
  return { definition, fragments: new Map(fragments) };
}

/** What an operation asks for, with fragments written out where they cannot differ from what is around them. */
export function readAsked(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  variables: Variables,
  deny: Deny,
): Asked {
  const root = schema.getRootType(definition.operation);
  if (!root) throw new Error(`there are no ${definition.operation} operations`);
  const read = ({ selections }: SelectionSetNode, of: GraphQLCompositeType): Asked => ({
    of,
    selections: selections
      .filter((node) => isIncluded(node, variables))
      .flatMap((node): Asked['selections'] => {
        if (node.kind === Kind.FIELD) return [readField(node, of)];
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        if (!fragment) return [];
        const on = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : of;
        if (!isCompositeType(on)) return [];
        const beneath = read(fragment.selectionSet, on);
        return on === of ? beneath.selections : [{ kind: 'fragment', beneath }];
      }),
  });
  const readField = (node: FieldNode, of: GraphQLCompositeType): AskedField => {
    const name = node.name.value;
    const field = isUnionType(of) ? undefined : of.getFields()[name];
    const coordinate = `${of.name}.${name}`;
    const type = field?.type ?? metaField(name).type;
    const denied = field
      ? deny(coordinate, field.args, field.args.length > 0 ? getArgumentValues(field, node, variables) : {})
      : false;
    const target = getNamedType(type);
    return {
      kind: 'field',
      node,
      key: node.alias?.value ?? name,
      coordinate,
      type,
      describes: name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name,
      denied,
      beneath:
        field && !denied && node.selectionSet && isCompositeType(target)
          ? read(node.selectionSet, target)
          : undefined,
    };
  };
  return read(definition.selectionSet, root);
}

function metaField(name: string) {
  const meta = [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef].find(
    (each) => each.name === name,
  );
  if (!meta) throw new Error(`there is no field ${name}`);
  return meta;
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
  );
}
