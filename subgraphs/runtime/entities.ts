import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';

/** What `@apollo/subgraph` keeps of an entity's `__resolveReference`. */
interface SubgraphExtensions {
  readonly apollo?: { readonly subgraph?: { readonly resolveReference?: ResolveReference } };
}
type Reference = Readonly<Record<string, unknown>>;
type ResolveReference = (...asked: [Reference, ...Asked]) => unknown;
type Asked = [context: unknown, info: Parameters<GraphQLFieldResolver<unknown, unknown>>[3]];

/**
 * Answers `Query._entities` (Federation, subgraph specification) with one promise for all entities, where Apollo's
 * resolver makes several for each: a list of persons is completed in one go, without waiting for each person again.
 * Errors stay with the entity that they are of. Our entities are object types; interfaces with a key are not resolved.
 * @param schema changed in place
 */
export function answerEntitiesTogether(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (!field) return;
  field.resolve = async (_source, { representations }, context, info) => {
    const references = representations as readonly Reference[];
    const resolvers = references.map((reference) => resolverOf(reference, info.schema)); // before any of them is asked
    const answers = await Promise.allSettled(
      references.map((reference, at) => resolve(resolvers[at], reference, context, info)),
    );
    return answers.map((answer, at) =>
      answer.status === 'fulfilled' ? ofType(answer.value, references[at]) : asError(answer.reason),
    );
  };
}

/** @throws Error when no entity is of the type that the reference names */
function resolverOf(reference: Reference, schema: GraphQLSchema): ResolveReference | undefined {
  const type = schema.getType(String(reference['__typename']));
  if (!isObjectType(type)) throw new Error('a reference names a type that is no entity');
  const { apollo } = type.extensions as SubgraphExtensions;
  return apollo?.subgraph?.resolveReference;
}

/** Never throws, for others are being resolved, whose failures nobody would then hear of. */
function resolve(resolver: ResolveReference | undefined, reference: Reference, ...asked: Asked): unknown {
  try {
    return resolver ? resolver(reference, ...asked) : reference;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** An entity that says of which type it is, as `_Entity` is told by it. */
function ofType(entity: unknown, reference: Reference | undefined): unknown {
  if (typeof entity === 'object' && entity !== null)
    (entity as Record<string, unknown>)['__typename'] = reference?.['__typename'];
  return entity;
}

/** What GraphQL completes as an error. */
function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('an entity could not be resolved', { cause: reason });
}
