import type { Asked, Operation, Variables } from '@kompass/schema';
import {
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Data } from './data.js';

/** Whether an operation asks for the schema and, as far as can be seen at once, for nothing else. */
export function onlyIntrospects({ definitions }: DocumentNode): boolean {
  const names = definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : ['a fragment']));
  return names.length > 0 && names.every((name) => name.startsWith('__'));
}

/** From variables to the answers of `__schema` and `__type`. */
export type Describe = (variables: Variables) => Data;

/** Compiles what an operation asks of the schema itself; the same answer is worked out once. */
export function compileDescription(
  schema: () => GraphQLSchema,
  { definition, fragments }: Operation,
  { selections }: Asked,
): Describe {
  const asked = selections.flatMap((each) => (each.kind === 'field' && each.describes ? [each.node] : []));
  if (asked.length === 0) return () => ({});
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections: asked } },
      ...fragments.values(),
    ],
  };
  const answer: Describe = (variableValues) => {
    const { data } = executeSync({ schema: schema(), document, variableValues, rootValue: {} });
    return { ...data };
  };
  if (definition.variableDefinitions?.length) return answer;
  let known: Data | undefined;
  return () => {
    known ??= answer({});
    return known;
  };
}
