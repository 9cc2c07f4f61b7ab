import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type PlanNode, QueryPlanner } from '@apollo/query-planner';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { type FetchedAs, fetchedAs } from './asked.js';

/** A supergraph, and Apollo's plans of how to ask its subgraphs. */
export interface Planner {
  /** As it was composed. */
  readonly supergraphSdl: string;
  /** What clients may ask. */
  readonly schema: GraphQLSchema;
  /** All types of all subgraphs, those hidden from clients too. */
  readonly supergraph: GraphQLSchema;
  /** Names of the subgraphs and where the supergraph says they are. */
  readonly subgraphs: readonly { readonly name: string; readonly url?: string }[];
  readonly fetchedAs: FetchedAs;
  /**
   * @param document one operation that is valid against the schema
   * @returns `undefined` when nothing is to be fetched
   */
  plan(document: DocumentNode): PlanNode | undefined;
}

/** @throws GraphQLError when the supergraph is none */
export function createPlanner(supergraphSdl: string): Planner {
  const document = parse(supergraphSdl, { noLocation: true });
  // The supergraph was composed and is checked in; checking it again at each start finds nothing.
  const supergraph = Supergraph.build(document, { validateSupergraph: false });
  const api = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  // Apollo's `toGraphQLJSSchema` would print, parse and check what is at hand parsed and checked.
  const types = buildASTSchema(document, { assumeValidSDL: true });
  return {
    supergraphSdl,
    schema: buildASTSchema(api.toAST(), { assumeValidSDL: true }),
    supergraph: types,
    fetchedAs: fetchedAs(types),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    plan(document) {
      const { node } = planner.buildQueryPlan(operationFromDocument(api, document));
      if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned');
      return node;
    },
  };
}
