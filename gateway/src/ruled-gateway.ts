import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import { type Caller, type Policy, subgraphNames } from '@kompass/schema';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { introspect, introspects, kindOf, onlyIntrospects, schemaFor } from './introspection.js';
import { applyRules } from './rules.js';

/** Where each subgraph is asked. */
export type Sources = Readonly<Record<(typeof subgraphNames)[number], GraphQLDataSource>>;

/**
 * Apollo's gateway with the rules in front: denied fields are dropped before the operation is planned, and answered
 * `null` with one refusal each.
 */
export function ruledGateway(supergraphSdl: string, sources: Sources, policy: Policy): GatewayInterface {
  const apollo = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => {
      const known = subgraphNames.find((each) => each === name);
      if (!known) throw new Error(`The supergraph names a subgraph "${name}" that nobody answers for.`);
      return sources[known];
    },
    // Apollo's logger would print messages of subgraphs; ours logs what is fit to be logged.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return {
    async load(options) {
      const { executor } = await apollo.load(options);
      return { executor: ruled(executor, policy) };
    },
    onSchemaLoadOrUpdate: (listener) => apollo.onSchemaLoadOrUpdate(listener),
    stop: () => apollo.stop(),
  };
}

function ruled(execute: GatewayExecutor, policy: Policy): GatewayExecutor {
  const schemas = new Map<string, GraphQLSchema>();
  const schemaOf = (full: GraphQLSchema, caller: Caller | undefined): GraphQLSchema => {
    if (!caller) return full;
    const known = schemas.get(kindOf(caller)) ?? schemaFor(full, caller, policy);
    schemas.set(kindOf(caller), known);
    return known;
  };

  return async (requestContext) => {
    const { document, schema, request, context } = requestContext;
    const { caller } = context as { caller?: Caller };
    const variables = request.variables ?? {};
    const described = introspects(document)
      ? introspect(schemaOf(schema, caller), document, variables, request.operationName)
      : undefined;
    if (described && (!caller || onlyIntrospects(document))) return { data: described };
    if (!caller) throw new Error('an operation reached the rules without a caller');

    const operation = applyRules(schema, document, request.operationName, variables, caller, policy);
    const result = operation.empty
      ? { data: {} }
      : await execute(withDocument(requestContext, operation.document, operation.signature));
    return {
      data: described ? merge(operation.restore(result.data), described) : operation.restore(result.data),
      ...errorsOf([...operation.refusals, ...(result.errors ?? [])]),
    } as GatewayExecutionResult;
  };
}

/** Apollo keeps query plans by `queryHash`, so what is left of an operation needs a hash of its own. */
function withDocument(
  requestContext: GatewayGraphQLRequestContext,
  document: GatewayGraphQLRequestContext['document'],
  signature: string,
): GatewayGraphQLRequestContext {
  if (document === requestContext.document) return requestContext;
  const queryHash = createHash('sha256').update(requestContext.queryHash).update(signature).digest('hex');
  return Object.assign(Object.create(requestContext) as GatewayGraphQLRequestContext, {
    document,
    queryHash,
  });
}

/** One entry for each refused coordinate, also where several subgraphs refuse it. */
function errorsOf(errors: readonly GraphQLError[]): { errors?: readonly GraphQLError[] } {
  const refused = new Set<unknown>();
  const kept = errors.filter(({ extensions }) => {
    if (extensions['code'] !== 'FORBIDDEN') return true;
    const first = !refused.has(extensions['coordinate']);
    refused.add(extensions['coordinate']);
    return first;
  });
  return kept.length > 0 ? { errors: kept } : {};
}

function merge(data: Record<string, unknown> | null | undefined, described: Record<string, unknown>) {
  if (!data) return data;
  const schemaKeys = Object.entries(described).filter(([, value]) => value !== null);
  return { ...data, ...Object.fromEntries(schemaKeys) };
}
