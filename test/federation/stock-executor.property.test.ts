import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { createPlanner, type Planner, unruledExecutor } from '@kompass/gateway';
import { readSdl, readSupergraph, subgraphNames } from '@kompass/schema';
import fc from 'fast-check';
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type RandomOperation, randomOperation } from '../support/random-operation.js';
import { type StubSubgraph, stubSubgraph } from '../support/stub-subgraph.js';
import { library } from './library.js';

/** Operations a run tries on each supergraph. */
const tries = Number(process.env['TRIES'] ?? 200);

const kompass = {
  supergraphSdl: readSupergraph(),
  sdls: new Map<string, string>(subgraphNames.map((name) => [name, readSdl(name)])),
  abstract: false,
};

describe.each([
  { what: 'Kompass’ own supergraph', ...kompass },
  { what: 'one with interfaces, unions, requirements and keys of all kinds', ...composed() },
])('on $what', ({ supergraphSdl, sdls, abstract }) => {
  let planned: DocumentNode | undefined;
  const apollos = createPlanner(supergraphSdl);
  const planner: Planner = {
    ...apollos,
    plan(document) {
      planned = document;
      return apollos.plan(document);
    },
  };
  let stubs: Stubs = new Map();
  const ask: Ask = async (name, query, variables) => stubs.get(name)?.(query, variables) ?? {};

  it('random operations are answered as Apollo’s own executor answers them, data and errors', async () => {
    const ours = oursOn(planner, ask);
    const stock = await stockOn(supergraphSdl, ask);
    let broken = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 50 }), async (seed, world) => {
        stubs = new Map([...sdls].map(([name, sdl]) => [name, stubSubgraph(sdl, world)]));
        const operation = randomOperation(planner.schema, seed);
        const document = parse(operation.query);
        // Fields of one key and different types: rare, and nothing that a client could send.
        fc.pre(validate(planner.schema, document).length === 0);
        const request = requestOf(planner.schema, document, operation);
        planned = undefined;
        const answer = await ours(request).catch(() => undefined);
        fc.pre(answer !== undefined); // Apollo's planner gives up on some operations
        // Around abstract types Apollo's planner loses fields beneath fragments and conditions that hold, so there
        // its executor is given what ours was given to plan, in which both are decided.
        const asked = abstract ? (planned ?? document) : document;
        const expected = comparable(underItsAliases(await stock({ ...request, document: asked })), abstract);
        if (expected.errors.length > 0) broken += 1;
        expect(comparable(answer, abstract), operation.query).toEqual(expected);
      }),
      { numRuns: tries, endOnFailure: true },
    );
    expect(broken).toBeGreaterThan(tries / 20);
  }, 240_000);
});

function composed() {
  const services = Object.entries(library).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: '' }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return {
    supergraphSdl,
    sdls: new Map(Object.entries(library)),
    abstract: true,
  };
}

type Answer = Awaited<ReturnType<GatewayExecutor>>;
type Stubs = ReadonlyMap<string, StubSubgraph>;
type Ask = (subgraph: string, ...asked: Parameters<StubSubgraph>) => ReturnType<StubSubgraph>;

function oursOn(planner: Planner, ask: Ask): GatewayExecutor {
  const sources = planner.subgraphs.map(({ name }) => {
    const prepare = (query: string) => (variables: Parameters<StubSubgraph>[1]) =>
      ask(name, query, variables);
    return [name, { prepare }] as const;
  });
  return unruledExecutor(planner, new Map(sources));
}

async function stockOn(supergraphSdl: string, ask: Ask): Promise<GatewayExecutor> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ name }) => ({
      process: async ({ request }) =>
        (await ask(name, request.query ?? '', request.variables ?? {})) as never,
    }),
  });
  const { executor } = await gateway.load({ apollo: {} } as never);
  return executor as GatewayExecutor;
}

function requestOf(
  schema: GraphQLSchema,
  document: ReturnType<typeof parse>,
  { query, variables }: RandomOperation,
): Parameters<GatewayExecutor>[0] {
  const operationName = 'Random';
  const request = { variables, operationName };
  return { schema, document, request, operationName, queryHash: query, context: {}, metrics: {} } as never;
}

/** What ours was given to plan fetches some fields under other names; a client sees them as it asked. */
function underItsAliases({ data, errors, extensions }: Answer): Answer {
  const named = (value: unknown) => JSON.parse(JSON.stringify(value ?? null).replaceAll('kompass__as_', ''));
  return {
    data: data === undefined ? undefined : named(data),
    ...(errors ? { errors: errors.map((error) => ({ ...error, path: named(error.path) })) as never } : {}),
    ...(extensions ? { extensions } : {}),
  };
}

/**
 * Everything that a client could see, errors in any order. Where there are abstract types, Apollo's executor is off by
 * some in an error's path: it counts a list's item among the entities that it asked about, not among all in the list.
 */
function comparable({ data, errors = [], extensions }: Answer, abstract: boolean) {
  const visible = ({ message, path, extensions: said }: GraphQLError) => {
    const place = path?.map((step) => (abstract && typeof step === 'number' ? '@' : step));
    return JSON.stringify([message, place, said?.['code'], said?.['serviceName']]);
  };
  const misfits = (extensions?.['valueCompletion'] ?? []) as GraphQLError[];
  return {
    data: data === undefined ? undefined : JSON.parse(JSON.stringify(data)),
    // How often a subgraph is asked, and so how often it says the same, is the plan's affair.
    errors: [...new Set(errors.map(visible))].sort(),
    misfits: misfits.length > 0,
  };
}
