import { createServer } from 'node:http';
import { createGatewayRuntime, type GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { createIdentitySigner } from '@kompass/runtime';
import { type Caller, subgraphNames } from '@kompass/schema';
import { callerOf } from './caller-of.js';
import { supergraphOf } from './supergraph-of.js';

// Hive Gateway in front of our subgraphs, with its own planner or, asked so, with the one in Rust. It verifies the
// token and signs who asks, because our subgraphs answer to nothing less; it keeps no log.

interface Context extends Record<string, unknown> {
  readonly caller: Caller;
}

/** Works out who asks, once a request, and signs it for each subgraph beside what that is asked. */
const identified: GatewayPlugin<Context> = {
  async onContextBuilding({ context, extendContext }) {
    const caller = await callerOf((name) => context.request.headers.get(name));
    extendContext({ caller } as Parameters<typeof extendContext>[0]);
  },
  async onFetch({ context, executionRequest, options, setOptions }) {
    const subgraph = subgraphNames.find((name) => name === executionRequest?.subgraphName);
    if (!subgraph || !('caller' in context) || !context.caller) return;
    const identity = await signer.sign(context.caller, subgraph, String(options.body));
    setOptions({ ...options, headers: { ...options.headers, authorization: `Bearer ${identity}` } });
  },
};

const signer = await createIdentitySigner();
const gateway = createGatewayRuntime<Context>({
  supergraph: supergraphOf(process.env),
  ...(process.argv[2] === 'rust' ? { unifiedGraphHandler } : {}),
  logging: false,
  landingPage: false,
  graphiql: false,
  maskedErrors: false,
  plugins: () => [identified],
  // Requests that are the same are answered with one fetch, and they are not the same when two persons send them.
  propagateHeaders: {
    fromClientToSubgraphs: ({ context }) => ({ 'x-asked-by': JSON.stringify(context.caller) }),
  },
});

const server = createServer((request, response) => {
  if (request.url === '/.well-known/jwks.json') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(signer.jwks));
    return;
  }
  void gateway(request, response);
});
server.listen(Number(process.env['PORT']));
