import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSdl, type SubgraphName } from '@kompass/schema';
import { type GraphQLSchema, parse } from 'graphql';
import { answerEntitiesTogether } from './entities.js';

type Modules = Parameters<typeof buildSubgraphSchema>[0];
type ResolverMap = Modules extends { resolvers?: infer Resolvers } ? NonNullable<Resolvers> : never;

/** A subgraph's schema with the resolvers of its room, before the rules are laid around them. */
export function subgraphSchema(name: SubgraphName, resolvers: object): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs: parse(readSdl(name)), resolvers: resolvers as ResolverMap });
  answerEntitiesTogether(schema);
  return schema;
}
