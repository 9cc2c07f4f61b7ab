import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import { type Policy, subgraphNames } from '@kompass/schema';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { type DisclosureSink, disclose } from './disclosure.js';
import type { FetchContext } from './fetch.js';
import { introspect, introspects, kindOf, onlyIntrospects, schemaFor } from './introspection.js';
import { applyRules, type RuledOperation } from './rules.js';
import { type Disclosed, shapeAnswer } from './shape.js';

/** Where each subgraph is asked. */
export type Sources = Readonly<Record<(typeof subgraphNames)[number], GraphQLDataSource>>;

/**
 * Apollo's gateway between the rules and the disclosure log: denied fields are dropped before the operation is planned,
 * and answered `null` with one refusal each; what is answered of whom is entered in the log first.
 */
export function ruledGateway(
  supergraphSdl: string,
  sources: Sources,
  sink: DisclosureSink,
): GatewayInterface {
  // Otherwise Apollo's gateway reports to its makers and asks cloud hosts where it runs; a state's API does neither.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
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
      return { executor: ruled(executor, sink) };
    },
    onSchemaLoadOrUpdate: (listener) => apollo.onSchemaLoadOrUpdate(listener),
    stop: () => apollo.stop(),
  };
}

function ruled(execute: GatewayExecutor, sink: DisclosureSink): GatewayExecutor {
  const contracts = new WeakMap<Policy, Map<string, GraphQLSchema>>();
  const contractOf = (full: GraphQLSchema, { caller, policy }: Partial<FetchContext>): GraphQLSchema => {
    if (!caller || !policy) return full;
    const ofPolicy = contracts.get(policy) ?? new Map<string, GraphQLSchema>();
    contracts.set(policy, ofPolicy);
    const known = ofPolicy.get(kindOf(caller)) ?? schemaFor(full, caller, policy);
    ofPolicy.set(kindOf(caller), known);
    return known;
  };

  return async (requestContext) => {
    const { document, schema, request, operationName } = requestContext;
    const context = requestContext.context as Partial<FetchContext>;
    const variables = request.variables ?? {};
    const described = introspects(document)
      ? introspect(contractOf(schema, context), document, variables, operationName)
      : undefined;
    if (described && onlyIntrospects(document)) return { data: described };
    if (!isWhole(context)) throw new Error('an operation reached the rules without a caller');

    const operation = applyRules(schema, document, operationName, variables, context);
    const fetched = operation.empty
      ? { data: {} }
      : await execute(withDocument(requestContext, operation, context));
    const disclosed: Disclosed = new Map();
    const data = fetched.data ? shapeAnswer(operation.shape, fetched.data, disclosed) : fetched.data;
    await disclose(sink, context, operationName, disclosed);
    return {
      data: data && described ? { ...data, ...described } : data,
      ...errorsOf([...operation.refusals, ...(fetched.errors ?? [])]),
    } as GatewayExecutionResult;
  };
}

function isWhole(context: Partial<FetchContext>): context is FetchContext {
  return context.caller !== undefined && context.policy !== undefined && context.identity !== undefined;
}

/** Apollo keeps query plans by `queryHash`, so what is left of an operation needs a hash of its own. */
function withDocument(
  requestContext: GatewayGraphQLRequestContext,
  { document, signature }: RuledOperation,
  { caller, policy }: FetchContext,
): GatewayGraphQLRequestContext {
  const queryHash = createHash('sha256')
    .update(`${requestContext.queryHash} ${policy.version} ${kindOf(caller)} ${signature}`)
    .digest('hex');
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
