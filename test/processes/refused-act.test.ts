import { unavailable } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answering } from '../support/answering.js';
import { startTestGateway } from '../support/gateway.js';
import { type PersonToMove, personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('an act that a subgraph does not answer', () => {
  let database: ScratchDatabase;
  let person: PersonToMove;
  beforeAll(async () => {
    database = await scratchDatabase();
    person = await personToMove(database.owner);
  });
  afterAll(() => database.drop());

  /** What the client is told of an act, when a subgraph is not where its address leads. */
  const toldWhen = async (instead: () => Promise<URL>) => {
    const gateway = await startTestGateway('over HTTP', { databaseUrl: database.url, instead });
    onTestFinished(() => gateway.close());
    const { errors } = await person.move(gateway);
    expect(await person.centre()).toBe(person.from);
    return errors.map(({ extensions }) => extensions['code']);
  };

  it.each([400, 401, 404, 405, 413, 429])(
    'but refuses with %i was not done, and can be asked for again',
    async (status) => {
      const told = await toldWhen(async () =>
        answering((_request, response) => response.writeHead(status).end('no')),
      );
      expect(told).toEqual(['UNAVAILABLE']);
    },
  );

  it('as the room itself says that it cannot now was not done', async () => {
    const body = JSON.stringify({ errors: [unavailable()] });
    const told = await toldWhen(async () =>
      answering((_request, response) => response.writeHead(503).end(body)),
    );
    expect(told).toEqual(['UNAVAILABLE']);
  });

  it('as its address leads nowhere was not done', async () => {
    expect(await toldWhen(async () => new URL('http://nowhere.invalid/graphql'))).toEqual(['UNAVAILABLE']);
  });

  it.each([408, 500, 502, 503, 504])(
    'as what stands before the room answers %i may have been done, and is to be looked up first',
    async (status) => {
      const told = await toldWhen(async () =>
        answering((_request, response) => response.writeHead(status).end('lost')),
      );
      expect(told).toEqual(['OUTCOME_UNKNOWN']);
    },
  );

  it('because the room does not know who signed it was not done', async () => {
    // Another gateway’s rooms, which know that one’s key alone.
    const stranger = await startTestGateway('over HTTP', { databaseUrl: database.url });
    onTestFinished(() => stranger.close());
    const rooms = stranger.subgraphUrls.values();
    const gateway = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      instead: async (own) => rooms.next().value ?? own,
    });
    onTestFinished(() => gateway.close());
    const { errors } = await person.move(gateway);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    expect(await person.centre()).toBe(person.from);
  });
});
