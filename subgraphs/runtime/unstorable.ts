import { type DocumentNode, GraphQLError, visit } from 'graphql';
import { argumentHolding } from './argument-holding.js';

// PostgreSQL stores every text but those with U+0000, and says so in the middle of a transaction.

const refusal = (where: string, nodes?: GraphQLError['nodes']): GraphQLError =>
  new GraphQLError(`${where} contains a character that cannot be stored, U+0000. Leave it out.`, {
    nodes: nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });

/** Refuses each text of a document that cannot be stored, by the name of its argument. */
export function unstorableLiterals(document: DocumentNode): readonly GraphQLError[] {
  const found: GraphQLError[] = [];
  visit(document, {
    StringValue(node) {
      if (unstorableIn(node.value))
        found.push(refusal(`Argument "${argumentHolding(document, node)}"`, [node]));
    },
  });
  return found;
}

/**
 * Refuses the first text in each of some variables that cannot be stored, by the name of the variable and the path in it.
 * @param names the variables to look at
 */
export function unstorableVariables(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  return names.flatMap((name) => {
    const path = unstorableIn(variables[name]);
    return path ? [refusal(`Variable "$${[name, ...path].join('.')}"`)] : [];
  });
}

/** The keys that lead to the first text that cannot be stored, or nothing. */
function unstorableIn(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const path = unstorableIn(each);
    if (path) return [key, ...path];
  }
  return undefined;
}
