import { createServer } from 'node:http';
import { createGatewayRuntime, type GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { createIdentitySigner } from '@kompass/runtime';
import { callerOf } from './caller-of.js';
import { supergraphOf } from './supergraph-of.js';

// Hive Gateway in front of our subgraphs, with its own planner or, asked so, with the one in Rust. It verifies the
// token and signs who asks, because our subgraphs answer to nothing less; it keeps no log.

interface Context extends Record<string, unknown> {
  readonly identity: string;
}

/** Works out who asks and signs it, once a request. */
const identified: GatewayPlugin<Context> = {
  async onContextBuilding({ context, extendContext }) {
    const caller = await callerOf((name) => context.request.headers.get(name));
    extendContext({ identity: await signer.sign(caller) } as Parameters<typeof extendContext>[0]);
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
  propagateHeaders: {
    fromClientToSubgraphs: ({ context }) => ({ authorization: `Bearer ${context.identity}` }),
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
