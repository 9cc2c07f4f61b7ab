import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { Reading } from './reading.js';

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
  /** Coordinates that its filter reads. */
  readonly filteredBy: readonly string[];
  /** The coordinate that it tells of each person in it, where it is a list that does. */
  readonly tellsOfEach: string | undefined;
  readonly beneath: Asked | undefined;
}
/** Fields for objects of one type among several. */
export interface AskedFragment {
  readonly kind: 'fragment';
  readonly beneath: Asked;
}

/** Whether a field is denied; asked once for each time that an operation names it. */
export type Deny = (coordinate: string, args: readonly GraphQLArgument[], values: Variables) => boolean;

/** One operation of a document, and the fragments that it spreads. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * The operation of a document that is to be carried out (GraphQL specification, § 6.1, GetOperation).
 * @throws GraphQLError OPERATION_RESOLUTION_FAILURE when it is not known which
 */
export function operationOf(document: DocumentNode, operationName: string | null | undefined): Operation {
  const definition = getOperationAST(document, operationName);
  if (!definition)
    throw unresolved(
      operationName
        ? `The document holds no operation called "${operationName}".`
        : 'The document holds several operations: say which one in "operationName".',
    );
  const fragments = new Map<string, FragmentDefinitionNode>();
  const follow = (from: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(from, {
      FragmentSpread({ name: { value: name } }) {
        const spread = document.definitions.find(
          (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
        );
        if (spread?.kind !== Kind.FRAGMENT_DEFINITION || fragments.has(name)) return;
        fragments.set(name, spread);
        follow(spread);
      },
    });
  };
  follow(definition);
  return { definition, fragments };
}

function unresolved(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });
}

/**
 * What an operation asks for, with fragments written out where they cannot differ from what is around them.
 * @throws GraphQLError OPERATION_RESOLUTION_FAILURE when there are no operations of its type
 */
export function readAsked(
  schema: GraphQLSchema,
  { definition, fragments }: Operation,
  variables: Variables,
  reading: Reading,
  deny: Deny,
): Asked {
  const root = schema.getRootType(definition.operation);
  if (!root) throw unresolved(`There is nothing to ask by a ${definition.operation}.`);
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
    const values = field && field.args.length > 0 ? getArgumentValues(field, node, variables) : {};
    const denied = field ? deny(coordinate, field.args, values) : false;
    const target = getNamedType(type);
    return {
      kind: 'field',
      node,
      key: node.alias?.value ?? name,
      coordinate,
      type,
      describes: name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name,
      denied,
      filteredBy: field ? reading.byFilter(field.args, values) : [],
      tellsOfEach: reading.lists[coordinate],
      beneath:
        field && !denied && node.selectionSet && isCompositeType(target)
          ? read(node.selectionSet, target)
          : undefined,
    };
  };
  return read(definition.selectionSet, root);
}

/** The fields that an operation asks for, those beneath others too, and those that arguments read, each once. */
export function everythingAsked(
  schema: GraphQLSchema,
  operation: Operation,
  variables: Variables,
  reading: Reading,
): readonly string[] {
  const asked = new Set<string>();
  readAsked(schema, operation, variables, reading, (coordinate, args, values) => {
    asked.add(coordinate);
    for (const read of reading.byArguments(args, values)) asked.add(read.coordinate);
    return false;
  });
  return [...asked];
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
