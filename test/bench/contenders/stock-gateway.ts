import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Caller } from '@kompass/schema';
import { callerOf } from './caller-of.js';
import { supergraphOf } from './supergraph-of.js';

// The gateway as Apollo's documentation has it: `ApolloGateway` with a `RemoteGraphQLDataSource` that hands on who
// asks. It verifies the token as ours does, and does nothing else of what ours does: no limits, no log.

interface Context {
  readonly caller?: Caller;
}

class AuthenticatedDataSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    request.http?.headers.set('x-caller', JSON.stringify(context.caller));
  }
}

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
const gateway = new ApolloGateway({
  supergraphSdl: supergraphOf(process.env),
  buildService: ({ url }) => new AuthenticatedDataSource({ url: url ?? '' }),
});
await startStandaloneServer(new ApolloServer<Context>({ gateway }), {
  listen: { port: Number(process.env['PORT']) },
  context: async ({ req }) => ({ caller: await callerOf((name) => req.headers[name]) }),
});
