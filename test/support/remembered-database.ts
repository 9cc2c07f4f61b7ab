import { type Client, openDatabase, type Session, sessionOver } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';

/**
 * The same stores answering from memory: whatever PostgreSQL once answered to a statement with the same parameters is
 * answered again without asking it, so that what is measured or compared is everything but the database.
 * @param as asks PostgreSQL as this caller, whoever is calling; without it every caller has a memory of its own
 */
export function rememberedDatabase(as?: Caller): typeof openDatabase {
  return (url, room, tables, options) => {
    const real = openDatabase(url, room, tables, options);
    const remembered = new Map<string, Promise<unknown>>();
    const sessions = new Map<string, Session<typeof tables>>();

    const recall = (
      caller: Caller,
      parts: readonly unknown[],
      ask: (client: Client) => PromiseLike<unknown>,
    ) => {
      const key = JSON.stringify(parts);
      const known = remembered.get(key) ?? real.reading(caller, async ({ $client }) => await ask($client));
      remembered.set(key, known);
      return known;
    };
    const clientOf = (caller: Caller, who: string): Client => {
      const query = (...[statement, values]: Parameters<Client['query']>) =>
        recall(caller, [who, statement.text, statement.rowMode, values], (client) =>
          client.query(statement, values),
        );
      return { query: query as Client['query'] };
    };

    return {
      ...real,
      reading(caller, work) {
        const asking = as ?? caller;
        const who = JSON.stringify([
          asking.party,
          asking.purpose,
          asking.organisation,
          asking.dufNumber,
          asking.clearances,
        ]);
        const session = sessions.get(who) ?? sessionOver(clientOf(asking, who), tables);
        sessions.set(who, session);
        return work(session);
      },
    };
  };
}
