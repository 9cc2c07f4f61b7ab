import { setTimeout as sleep } from 'node:timers/promises';
import { rooms } from '@kompass/gateway';
import { type AnyRoom, openRequestTransactions, type Session } from '@kompass/runtime';
import { subgraphNames } from '@kompass/schema';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

type AnySession = Session<Record<string, unknown>>;

describe('one transaction for a request, in which all rooms read', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await scratchDatabase();
  });
  afterAll(() => database.drop());

  it('sends each statement in the role of its room and for its own caller, however they come together', async () => {
    const transactions = openRequestTransactions(database.url);
    const callers = Object.values(rowCallers);
    const whoAmI = async (session: AnySession) => {
      const {
        rows: [row],
      } = await session.execute<{ role: string; party: string; purpose: string }>(
        sql`select current_user as role, access.party() as party, access.purpose() as purpose`,
      );
      return row;
    };
    await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const caller = callers[at % callers.length];
        if (!caller) throw new Error('no caller');
        await transactions.open(caller, async (transaction) => {
          const ask = (room: AnyRoom) =>
            transaction.in(room.name, room.tables, async (session) => {
              const found = [await whoAmI(session)];
              await sleep((at * 7) % 5);
              found.push(...(await Promise.all([whoAmI(session), whoAmI(session)])));
              return found.map((each) => ({ room: room.name, ...each }));
            });
          for (const each of (await Promise.all(rooms.map(ask))).flat())
            expect(each).toEqual({
              room: each.room,
              role: `kompass_${each.room}`,
              party: caller.party,
              purpose: caller.purpose,
            });
        });
      }),
    );
    await transactions.close();
  });

  it('is asked again when its connection is cut, and the client does not notice', async () => {
    const gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    const asked = 'name processing { restricted } settlement { status }';
    const persons = `{ persons(first: 100) { edges { node { id ${asked} } } } }`;
    const ids = (await gateway.ask('imdi', 'SETTLEMENT', persons)).data.persons.edges.map(
      ({ node }: { node: { id: string } }) => node.id,
    );
    const ask = () =>
      Promise.all([
        gateway.ask('imdi', 'SETTLEMENT', persons),
        ...ids
          .slice(0, 15)
          .map((id: string) =>
            gateway.ask('imdi', 'SETTLEMENT', `query One($id: ID!) { person(id: $id) { ${asked} } }`, { id }),
          ),
      ]);
    const whole = await ask();
    for (const { errors } of whole) expect(errors).toEqual([]);
    for (let round = 0; round < 20; round += 1) {
      const answers = Promise.all([ask(), ask(), ask()]);
      await sleep(round);
      await database.owner`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'kompass-gateway'`;
      expect(await answers).toEqual([whole, whole, whole]);
    }
    await gateway.close();
  });

  it('begins in a role that may read nothing, in nobody’s name', async () => {
    const tables = await database.owner<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ${database.owner([...subgraphNames, 'access', 'jobs'])}`;
    expect(tables.length).toBeGreaterThan(40);
    for (const { name } of tables)
      await expect(
        database.owner.begin(async (transaction) => {
          await transaction`set local role kompass_nobody`;
          await transaction.unsafe(`select from ${name}`);
        }),
        name,
      ).rejects.toThrow(/permission denied/);
  });

  it('does not write', async () => {
    const transactions = openRequestTransactions(database.url);
    const caller = rowCallers['IMDi, settlement'];
    if (!caller) throw new Error('no caller');
    const moved = transactions.open(caller, (transaction) =>
      transaction.in('settlement', {}, (session) =>
        session.execute(sql`update settlement.person set version = version + 1`),
      ),
    );
    await expect(moved).rejects.toMatchObject({ cause: { message: /read-only transaction/ } });
    await transactions.close();
  });
});

describe.each(transports)('a room that cannot read a table of its own, %s', (transport) => {
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
  const ask = () =>
    gateway.ask(
      'imdi',
      'SETTLEMENT',
      `{ persons(first: 5) { edges { node {
        name processing { restricted } guidance { appointments { startsAt } } settlement { status }
      } } } }`,
    );

  it('loses its part of the answer, and no other room does', async () => {
    const whole = await ask();
    expect(whole.errors).toEqual([]);
    await database.owner`revoke select on guidance.appointment from kompass_guidance`;
    const answer = await ask();
    const nodes = (each: typeof answer) =>
      each.data.persons.edges.map(({ node }: { node: Record<string, unknown> }) => node);
    expect(nodes(answer)).toEqual(
      nodes(whole).map((node: Record<string, unknown>) => ({ ...node, guidance: null })),
    );
    expect(new Set(answer.errors.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['INTERNAL_SERVER_ERROR']),
    );
    expect(JSON.stringify(answer.errors)).not.toMatch(/permission|appointment\b(?!s)|relation/);
    await database.owner`grant select on guidance.appointment to kompass_guidance`;
    expect(await ask()).toEqual(whole);
  });
});
