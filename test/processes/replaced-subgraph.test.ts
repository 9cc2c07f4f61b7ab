import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answering } from '../support/answering.js';
import { startTestGateway } from '../support/gateway.js';
import { type PersonToMove, personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('a subgraph that ends its connection as it is asked', () => {
  let database: ScratchDatabase;
  let person: PersonToMove;
  beforeAll(async () => {
    database = await scratchDatabase();
    person = await personToMove(database.owner);
  });
  afterAll(() => database.drop());

  /** A gateway whose subgraphs end as many connections, each with the first request over it. */
  const gatewayThatLoses = async (times: number) => {
    let ended = 0;
    const gateway = await startTestGateway('over HTTP', {
      databaseUrl: database.url,
      instead: async (room) =>
        answering(async (request, response) => {
          const body = await text(request);
          if (ended < times) {
            ended += 1;
            request.socket.destroy();
            return;
          }
          const { authorization = '', 'content-type': type = '' } = request.headers;
          const headers = { authorization, 'content-type': type };
          const answer = await fetch(new URL(request.url ?? '', room), { method: 'POST', headers, body });
          response.writeHead(answer.status).end(await answer.text());
        }),
    });
    onTestFinished(() => gateway.close());
    return gateway;
  };

  it('is asked again, and the client does not notice', async () => {
    const gateway = await gatewayThatLoses(1);
    const answer = await gateway.ask('imdi', 'SETTLEMENT', '{ persons(first: 1) { edges { node { id } } } }');
    expect(answer.errors).toEqual([]);
    expect(answer.data.persons.edges).toHaveLength(1);
  });

  it('is not asked for ever', async () => {
    const gateway = await gatewayThatLoses(Number.POSITIVE_INFINITY);
    const answer = await gateway.ask('imdi', 'SETTLEMENT', '{ persons(first: 1) { edges { node { id } } } }');
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
  });

  it('is not sent an act again, which may have been done', async () => {
    const gateway = await gatewayThatLoses(1);
    const { errors } = await person.move(gateway);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['OUTCOME_UNKNOWN']);
    expect(await person.centre()).toBe(person.from);
  });
});
