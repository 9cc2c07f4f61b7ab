import { setTimeout as sleep } from 'node:timers/promises';
import { openRequestTransactions, type Session } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { type Answer, startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const onePerson = `query One($id: ID!) { person(id: $id) {
  id name dufNumber languages { name speaking } processing { restricted }
  guidance { careerCentre { name } appointments { startsAt } } settlement { status municipality { name } }
} }`;

const list = `{ persons(first: 5) { edges { node {
  name processing { restricted } guidance { result { goals } } settlement { status }
} } } }`;

const nobody = '00000000-0000-4000-8000-000000000000';

describe.each(transports)('requests for one person, sent behind one another, %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let persons: string[];
  /** What each is answered that is asked alone. */
  let alone: Answer[];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
    persons = (await database.owner`select id from profile.person order by id limit 40`).map(({ id }) => id);
    alone = [];
    for (const at of numbers) alone.push(await askFor(at));
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const callers = Object.values(rowCallers).filter(({ party }) => party !== 'RESEARCH');
  const about = (at: number) => ({ id: persons[at % persons.length] });
  const callerAt = (at: number) => callers[at % callers.length] as Caller;
  const askFor = (at: number) => gateway.askAs(callerAt(at), onePerson, about(at));
  const numbers = Array.from({ length: 240 }, (_, at) => at);

  it('are each answered to their own caller, as they are alone, however they come together', async () => {
    expect(alone.filter(({ data }) => data.person).length).toBeGreaterThan(20);
    expect(alone.filter(({ data }) => !data.person).length).toBeGreaterThan(20);
    const lists = callers.map((caller) => gateway.askAs(caller, list));
    expect(await Promise.all(numbers.map(askFor))).toEqual(alone);
    await Promise.all(lists);
  });

  it('take no more than one connection, where few ask at a time', async () => {
    const pool = transport === 'in-process' ? 'kompass-gateway' : 'kompass-profile';
    await database.owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = ${pool}`;
    for (let round = 0; round < 20; round += 1)
      await Promise.all(numbers.slice(0, 10).map((at) => askFor(at + round)));
    const [taken] = await database.owner<{ connections: number }[]>`
      select count(*)::int as connections from pg_stat_activity
      where datname = current_database() and application_name = ${pool}`;
    expect(taken).toEqual({ connections: 1 });
  });

  it('do not wait for lists', async () => {
    const nav = rowCallers['NAV'] as Caller;
    const lists: Promise<unknown>[] = [];
    let listed = 0;
    await database.owner.begin(async (sql) => {
      await sql`lock table guidance.result in access exclusive mode`;
      for (let client = 0; client < 6; client += 1)
        lists.push(
          gateway.askAs(nav, list).then(({ errors }) => {
            expect(errors).toEqual([]);
            listed += 1;
          }),
        );
      for (let round = 0; round < 5; round += 1)
        expect(await Promise.all(numbers.map(askFor))).toEqual(alone);
      expect(listed).toBe(0);
    });
    await Promise.all(lists);
    expect(listed).toBe(6);
  });

  it('do not wait for one that waits for what it alone reads', async () => {
    const name = 'query ($id: ID!) { person(id: $id) { id name } }';
    const imdi = rowCallers['IMDi, settlement'] as Caller;
    const [{ id } = { id: '' }] = await database.owner<{ id: string }[]>`
      select id from profile.person where id not in (select person_id from access.restriction) limit 1`;
    const ask = (query: string) => gateway.askAs(imdi, query, { id });
    const status = 'query ($id: ID!) { person(id: $id) { settlement { status } } }';
    for (const query of [name, status]) expect((await ask(query)).errors).toEqual([]);
    let waits: Promise<unknown> | undefined;
    await database.owner.begin(async (sql) => {
      await sql`lock table settlement.person in access exclusive mode`;
      let answered = false;
      waits = ask(status).then(() => {
        answered = true;
      });
      await sleep(1_000);
      expect(
        new Set((await Promise.all(numbers.map(() => ask(name)))).map(({ data }) => data.person.id)),
      ).toEqual(new Set([id]));
      expect(answered).toBe(false);
    });
    await waits;
  });

  it('are answered although others among them fail', async () => {
    await database.owner`revoke select on guidance.appointment from kompass_guidance_of_one`;
    const without = onePerson.replace('appointments { startsAt }', '');
    const [failed, others] = await Promise.all([
      Promise.all(numbers.map(askFor)),
      Promise.all(numbers.map((at) => gateway.askAs(callerAt(at), without, about(at)))),
    ]);
    await database.owner`grant select on guidance.appointment to kompass_guidance_of_one`;
    const broken = failed.filter(({ errors }) =>
      errors.some(({ extensions }) => extensions['code'] === 'INTERNAL_SERVER_ERROR'),
    );
    expect(broken.length).toBeGreaterThan(10);
    for (const at of numbers) {
      const { settlement, guidance, ...rest } = alone[at]?.data.person ?? {};
      expect(others[at]?.data.person ?? {}).toEqual({
        ...rest,
        settlement,
        guidance: guidance && { careerCentre: guidance.careerCentre },
      });
      expect(failed[at]?.data.person?.settlement).toEqual(settlement);
    }
    expect(await Promise.all(numbers.map(askFor))).toEqual(alone);
  });
});

it('what one transaction could not have prepared, the one behind it prepares itself', async () => {
  const transactions = openRequestTransactions(inject('databaseUrl'));
  const ask = (...texts: readonly string[]) =>
    transactions.open(rowCallers['NAV'] as Caller, (transaction) => {
      transaction.last();
      return transaction.in('profile', {}, ({ $client }) =>
        Promise.allSettled(
          texts.map((text) => $client.queryOfOne?.({ by: 'id', key: nobody }, { text, name: text })),
        ),
      );
    });
  await ask('select 1'); // there is a connection
  const [failed, behind] = await Promise.all([
    ask('select nothing', 'select 42 as answer'),
    ask('select 42 as answer'),
  ]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(behind).toMatchObject([{ status: 'fulfilled', value: { rows: [{ answer: 42 }] } }]);
  await transactions.close();
});

it('a connection on which a statement has failed answers whoever takes it before PostgreSQL is ready again', async () => {
  const transactions = openRequestTransactions(inject('databaseUrl'));
  const ask = (text: string) =>
    transactions.open(rowCallers['NAV'] as Caller, (transaction) =>
      transaction.in('profile', {}, ({ $client }) => $client.query({ text })),
    );
  for (let round = 0; round < 10; round += 1) {
    await expect(ask('select nothing')).rejects.toThrow('nothing');
    expect(await ask('select 42 as answer')).toMatchObject({ rows: [{ answer: 42 }] });
  }
  await transactions.close();
});

it('what is asked after the work that it was for is refused, and not sent for whoever has the connection then', async () => {
  const transactions = openRequestTransactions(inject('databaseUrl'));
  const clients: Session<Record<string, unknown>>['$client'][] = [];
  await transactions.open(rowCallers['NAV'] as Caller, (transaction) =>
    transaction.in('profile', {}, async ({ $client }) => {
      clients.push($client);
      await $client.query({ text: 'select 1' });
    }),
  );
  await expect(clients[0]?.query({ text: 'select 2' })).rejects.toThrow('is over');
  await transactions.close();
});
