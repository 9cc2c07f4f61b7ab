import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { personToMove } from '../support/person-to-move.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe.each(transports)('several acts of one request, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  it.each([
    ['first', (moved: string, refused: string) => `${moved} ${refused}`],
    ['last', (moved: string, refused: string) => `${refused} ${moved}`],
  ])(
    'of which one is refused are none of them done in that subgraph, and each says so: done %s',
    async (_when, acts) => {
      const { id, from, to, centre } = await personToMove(database.owner);
      const act = (name: string, personId: string) =>
        `${name}: moveToReceptionCentre(input: { personId: "${personId}", receptionCentre: ${to} }) { person { id } }`;
      const { data, errors } = await gateway.ask(
        'imdi',
        'SETTLEMENT',
        `mutation { ${acts(act('moved', id), act('refused', 'nobody'))} }`,
      );
      expect(data).toEqual({ moved: null, refused: null });
      expect(errors.map(({ path, extensions }) => [path, extensions['code']]).sort()).toEqual([
        [['moved'], 'NOT_DONE'],
        [['refused'], 'NOT_FOUND'],
      ]);
      expect(await centre()).toBe(from);
    },
  );
});
