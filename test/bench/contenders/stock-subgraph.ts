import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { rooms } from '@kompass/gateway';
import { CodeLists, cursorSeal, openDatabase, type RoomContext } from '@kompass/runtime';
import { type Caller, enforce, policyInForce, readSdl } from '@kompass/schema';
import { type GraphQLError, parse } from 'graphql';
import { rememberedDatabase } from '../../support/remembered-database.js';

// A subgraph as the documentation of Apollo Server, @apollo/subgraph and graphql-shield has it, with the very
// resolvers, SQL and rules of ours: the schema behind `applyMiddleware(schema, shield(…))` in an Apollo Server over
// HTTP. Who asks is in a header that the gateway sets, as Apollo's documentation does it; nothing verifies it here.

const [, , name, stores] = process.argv;
const room = rooms.find((each) => each.name === name);
if (!room) throw new Error(`there is no subgraph ${name}`);

interface Context extends RoomContext<Record<string, unknown>> {
  /** Ends the request's transaction. */
  done(failed: boolean): Promise<void>;
}

const policy = policyInForce();
const open = stores === 'memory' ? rememberedDatabase() : openDatabase;
const database = open(process.env['DATABASE_URL'] ?? '', room.name, room.tables);
const cursors = cursorSeal(await database.sealKey());
const codeLists = new CodeLists(open(process.env['DATABASE_URL'] ?? '', room.name, room.tables));

// `enforce` is `applyMiddleware(schema, shield(rules, options))`, with federation's entrances opened.
const schema = enforce(
  buildSubgraphSchema({
    typeDefs: parse(readSdl(room.name)),
    resolvers: room.resolvers as Exclude<Parameters<typeof buildSubgraphSchema>[0], unknown[]> extends {
      resolvers?: infer Resolvers;
    }
      ? NonNullable<Resolvers>
      : never,
  }),
  policy.rules[room.name],
  policy,
);

const server = new ApolloServer<Context>({
  schema,
  introspection: true,
  plugins: [
    {
      requestDidStart: async () => ({
        willSendResponse: async ({ contextValue, errors }) => contextValue.done(refusesAct(errors)),
      }),
    },
  ],
});

await startStandaloneServer(server, {
  listen: { port: Number(process.env['PORT']) },
  context: ({ req }) => {
    const caller = JSON.parse(String(req.headers['x-caller'] ?? '{}')) as Caller;
    const { query } = (req as { body?: { query?: string } }).body ?? {};
    return begin(caller, query?.trimStart().startsWith('mutation') ? database.acting : database.reading);
  },
});

/** Opens a transaction that carries the caller and lasts as long as the request. */
function begin(caller: Caller, transact: typeof database.acting): Promise<Context> {
  return new Promise((resolve, reject) => {
    let end: (failed: boolean) => void = () => {};
    const ended = new Promise<boolean>((settle) => {
      end = settle;
    });
    const transaction = transact(caller, async (session) => {
      resolve({
        caller,
        policy,
        session,
        cursors,
        clock: () => new Date(),
        codeLists,
        batches: new Map(),
        async done(failed) {
          end(failed);
          await transaction.catch(() => {});
        },
      });
      if (await ended) throw new Error('an act failed');
    });
    transaction.catch(reject);
  });
}

const refusesAct = (errors: readonly GraphQLError[] = []) => errors.some(({ path }) => path?.length === 1);
