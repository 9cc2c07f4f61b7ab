import type { Log } from '@kompass/runtime';
import {
  type Caller,
  everythingAsked,
  kindOf,
  type Operation,
  type Policy,
  readAsked,
  ruleFor,
  type Variables,
} from '@kompass/schema';
import { schemaFor } from '@kompass/schema/caller-schema';
import { executeSync, GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Executor } from './apollo.js';
import { operationReader, refuseReservedNames } from './asked.js';
import { amount, refuseCostly } from './cost.js';
import { type DisclosureSink, disclose } from './disclosure.js';
import type { Around, Source } from './execute.js';
import { expectNoMore, type FetchContext } from './fetch.js';
import { onlyIntrospects } from './introspection.js';
import { makeReady, type ReadyOperation } from './operation.js';
import type { Planner } from './plan.js';
import type { Shadow } from './shadow.js';
import { withRefusals } from './told.js';

/** Where each subgraph is asked. */
export type Sources = ReadonlyMap<string, Source<FetchContext>>;

/** An operation as far as its caller may ask it. */
interface Ruled extends ReadyOperation<FetchContext> {
  readonly refusals: readonly GraphQLError[];
  /** Counts a request for the shadow policy, where there is one. */
  readonly count: (() => void) | undefined;
}

/** What is worked out under a policy, and forgotten with it. */
interface UnderPolicy {
  readonly read: ReturnType<typeof operationReader>;
  readonly operations: LRUCache<string, Ruled>;
  /** The schema as each kind of caller may know it. */
  readonly contracts: Map<string, GraphQLSchema>;
}

/** Operations that are kept ready for each policy: what all dashboards together ask, several times over. */
const keptReady = 500;

/**
 * The gateway between the rules and the disclosure log: denied fields are dropped before the operation is planned, and
 * answered `null` with one refusal each; what is answered of whom is entered in the log first.
 * @param shadow counts what another policy would have decided
 */
export function ruledExecutor(
  planner: Planner,
  sources: Sources,
  around: Around<FetchContext>,
  sink: DisclosureSink,
  log: Log,
  shadow?: Shadow,
): Executor {
  const { schema } = planner;
  const underPolicies = new WeakMap<Policy, UnderPolicy>();
  const under = (policy: Policy): UnderPolicy => {
    const known = underPolicies.get(policy);
    if (known) return known;
    const fresh: UnderPolicy = {
      read: operationReader(schema, policy.reading),
      operations: new LRUCache<string, Ruled>({ max: keptReady }),
      contracts: new Map<string, GraphQLSchema>(),
    };
    underPolicies.set(policy, fresh);
    return fresh;
  };
  const contractOf = (caller: Caller, policy: Policy): GraphQLSchema => {
    const { contracts } = under(policy);
    const known = contracts.get(kindOf(caller)) ?? schemaFor(schema, caller, policy);
    contracts.set(kindOf(caller), known);
    return known;
  };
  const rule = (operation: Operation, variables: Variables, { caller, policy }: FetchContext): Ruled => {
    const { deny, refusals } = ruleFor(caller, policy);
    const asked = readAsked(schema, operation, variables, policy.reading, deny);
    refuseReservedNames(asked);
    return {
      ...makeReady(planner, sources, operation, asked, true, () => contractOf(caller, policy), expectNoMore),
      refusals: refusals(),
      count: shadow?.counterOf(everythingAsked(schema, operation, variables, policy.reading), caller, policy),
    };
  };

  return async ({ document, queryHash, request, operationName, context: given }) => {
    const context = given as Partial<FetchContext>;
    const raw = request.variables ?? {};
    if (!isWhole(context)) {
      if (onlyIntrospects(document))
        return executeSync({ schema, document, variableValues: raw, operationName });
      throw new Error('an operation reached the rules without a caller');
    }
    const { caller, policy } = context;
    const { operations, read } = under(policy);
    const { operation, coerce, decides, cost } = read(document, request.operationName ?? null);
    const variables = coerce(raw);
    if (variables.errors) return { errors: variables.errors.map(inputError) };
    if (!context.unlimited) refuseCostly(amount(cost, variables.coerced));

    const key = `${queryHash} ${operationName ?? ''} ${kindOf(caller)} ${decides(variables.coerced)}`;
    let ready = operations.get(key);
    if (!ready) {
      ready = rule(operation, variables.coerced, context);
      operations.set(key, ready);
    }
    ready.count?.();

    const fetched = await around(operation.definition, context, (within) => ready.execute(raw, within));
    const { data, misfits, disclosed } = ready.shape(fetched.data, ready.describe(variables.coerced));
    const acts = operation.definition.operation === 'mutation';
    await disclose(sink, context, operationName, acts, withRefusals(disclosed, fetched.errors), log);
    // Where a subgraph said what went wrong, what is missing for it need not be told again.
    return { data, ...errorsOf(ready.refusals, fetched.errors.length > 0 ? fetched.errors : misfits) };
  };
}

/** graphql-js gives its errors of variables no code, and its last, that there are too many, nothing to know it by. */
function inputError({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}

function isWhole(context: Partial<FetchContext>): context is FetchContext {
  return context.caller !== undefined && context.policy !== undefined && context.identity !== undefined;
}

/** Each refusal once, also where several subgraphs refuse the same. */
function errorsOf(
  refusals: readonly GraphQLError[],
  fetched: readonly GraphQLError[],
): { errors?: readonly GraphQLError[] } {
  if (fetched.length === 0) return refusals.length > 0 ? { errors: refusals } : {};
  const refused = new Set<string>();
  const errors = [...refusals, ...fetched].filter(({ message, extensions }) => {
    if (extensions['code'] !== 'FORBIDDEN') return true;
    const first = !refused.has(message);
    refused.add(message);
    return first;
  });
  return { errors };
}
