import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { rooms } from '@kompass/gateway';
import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';
import { personToMove } from '../support/person-to-move.js';
import { scratchDatabase } from '../support/scratch-database.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');

it('a process takes no more connections than the README says that PostgreSQL must allow', async () => {
  const database = await scratchDatabase();
  const gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
  const person = await personToMove(database.owner);
  const busy: Promise<unknown>[] = [];
  await database.owner.begin(async (sql) => {
    await sql`lock table settlement.person in access exclusive mode`;
    for (let client = 0; client < 30; client += 1)
      busy.push(
        person.move(gateway),
        gateway.ask(
          'imdi',
          'SETTLEMENT',
          '{ persons(first: 5) { edges { node { settlement { status } } } } }',
        ),
      );
    await sleep(2_000); // they are all waiting for the table
  });
  await Promise.all(busy);

  // They are kept for a minute.
  const taken = await database.owner<{ pool: string; connections: number }[]>`
    select substr(application_name, 9) as pool, count(*)::int as connections from pg_stat_activity
    where datname = current_database() and application_name like 'kompass-%' group by application_name`;
  const { gateway: most = 0, ...others } = Object.fromEntries(
    taken.map(({ pool, connections }) => [pool, connections]),
  );
  expect(others).toMatchObject({ settlement: most, 'settlement-lists': 1, disclosure: 1, jobs: 1 });
  for (const { pool, connections } of taken) expect([pool, connections <= most]).toEqual([pool, true]);
  expect(readme).toContain(`at most ${most} connections for every room it hosts`);
  expect(readme).toContain(
    `${(rooms.length + 1) * most + 3} for a gateway with all four, ${most + 1} for a subgraph apart, ${most + 2} for consent or settlement`,
  );
  await gateway.close();
  await database.drop();
});

it('who waits for what another request holds up keeps nobody else waiting', async () => {
  const database = await scratchDatabase();
  const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  const ask = (query: string) => gateway.ask('imdi', 'SETTLEMENT', query);
  const held: Promise<unknown>[] = [];
  let answered = 0;
  await database.owner.begin(async (sql) => {
    await sql`lock table settlement.municipality in access exclusive mode`;
    // As many as connections are used while statements are prompt, and some more.
    for (let client = 0; client < 6; client += 1)
      held.push(
        ask('{ municipality(number: "4601") { name } }').then(() => {
          answered += 1;
        }),
      );
    const { data, errors } = await ask('{ persons(first: 1) { edges { node { settlement { status } } } } }');
    expect(errors).toEqual([]);
    expect(data.persons.edges).toHaveLength(1);
    expect(answered).toBe(0);
  });
  await Promise.all(held);
  await gateway.close();
  await database.drop();
});
