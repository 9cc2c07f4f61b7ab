import { type ASTNode, BREAK, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/** Which argument of a document a value is in: the names from the argument down, `filter.updatedSince`. */
export function argumentHolding(document: DocumentNode, value: ASTNode): string {
  let names: readonly string[] = [];
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== value) return undefined;
      names = [...ancestors, parent].flatMap((each) =>
        each && 'kind' in each && (each.kind === Kind.ARGUMENT || each.kind === Kind.OBJECT_FIELD)
          ? [each.name.value]
          : [],
      );
      return BREAK;
    },
  });
  return names.join('.');
}

/**
 * An error of a value that is written in a document, with the name of its argument: where the value stands in a room's
 * document tells the gateway's client nothing. Other errors are as they are.
 */
export function namingArgument(document: DocumentNode, error: GraphQLError): GraphQLError {
  const [node] = error.nodes ?? [];
  if (!node || error.extensions['code'] !== 'BAD_USER_INPUT') return error;
  return new GraphQLError(`Argument "${argumentHolding(document, node)}": ${error.message}`, {
    nodes: error.nodes,
    extensions: error.extensions,
  });
}
