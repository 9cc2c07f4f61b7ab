import { readFileSync } from 'node:fs';
import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { rooms } from '@kompass/gateway';
import { prepareDatabase, resetDatabase } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const file = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

interface Row {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * What a Kompass of 24 November 2026 wrote: three synthetic persons, and one whose way through Kompass was taken in acts
 * of that version. Code lists and what search reads are left out, which triggers and every start write anew.
 */
const written: readonly Row[] = file('database-of-2026-11-24.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** A database as that version left it, whose migrations are the first of today's. */
async function earlierDatabase(): Promise<ScratchDatabase> {
  const database = await scratchDatabase();
  await resetDatabase(database.url);
  const migrations = new Map([
    ['access', new URL('../../subgraphs/runtime/access/migrations', import.meta.url)],
    ...rooms.map((room) => [room.name, room.migrations] as const),
  ]);
  await database.owner.begin(async (sql) => {
    await sql`create schema migrations`;
    for (const [name, folder] of migrations) {
      await sql.unsafe(
        `create table migrations.${name} (id serial primary key, hash text not null, created_at bigint)`,
      );
      const last = written.findLast(({ table }) => table === `migrations.${name}`)?.row[
        'created_at'
      ] as number;
      const { entries } = JSON.parse(file(`${folder}/meta/_journal.json`));
      for (const { tag, when } of entries) if (when <= last) await sql.unsafe(file(`${folder}/${tag}.sql`));
    }
    await sql`set local session_replication_role = replica`;
    for (const name of ['access.seal', 'consent.disclosure_head']) await sql.unsafe(`truncate ${name}`);
    for (const { table, row } of written) {
      const columns = sql(Object.keys(row));
      await sql`insert into ${sql(table)} (${columns}) overriding system value
        select ${columns} from jsonb_populate_record(null::${sql(table)}, ${sql.json(row as never)})`;
    }
    await sql`select setval('profile.change_seq_seq', max(seq)) from profile.change`;
  });
  return database;
}

describe('a database that other migrations made is not touched, and it is said whose', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await earlierDatabase();
  });
  afterEach(() => database.drop());

  it.each([
    [
      'that say something else',
      "update migrations.guidance set hash = 'another' where id = 3",
      /^The database was made by another version of guidance's migrations, of 2026-.*npm run reset/,
    ],
    [
      'of which one was left out and later ones were not',
      'delete from migrations.settlement where id = 5',
      /^The database was made by another version of settlement's migrations, of 2026-/,
    ],
    [
      'of a version to come',
      "insert into migrations.consent (hash, created_at) select 'later', max(created_at) + 1 from migrations.consent",
      /^The database was made by another version of consent's migrations, of 2026-/,
    ],
  ])('%s', async (_which, otherwise, says) => {
    await database.owner.unsafe(otherwise);
    const before = await carriedOut();
    await expect(prepareDatabase(database.url, rooms, { persons: 0 })).rejects.toThrow(says);
    expect(await carriedOut()).toEqual(before);
  });

  /** How many migrations each folder has had. */
  const carriedOut = () =>
    Promise.all(
      ['access', ...rooms.map(({ name }) => name)].map((name) =>
        database.owner.unsafe(`select count(*)::int from migrations.${name}`),
      ),
    );
});

describe('an upgrade of what was made on 24 November 2026', { timeout: 120_000 }, () => {
  const privacyOfficer = {
    ...(rowCallers['IMDi, privacy officer'] as Caller),
    officer: 'per-personvern',
  };
  const olena = '141a81fa-daa0-49d7-a728-b5a045c6e7d4';
  const themself: Caller = {
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: '200205705502',
  };
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await earlierDatabase();
    await prepareDatabase(database.url, rooms, { persons: 0 });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  const me = async (fields: string) => {
    const { data, errors } = await gateway.askAs(themself, `{ me { ${fields} } }`);
    expect(errors).toEqual([]);
    return data.me;
  };

  it('keeps every row as it was, but what proposals of programmes told of children', async () => {
    const lost = await database.owner.begin('read only', async (sql) => {
      await sql`set local time zone 'UTC'`;
      const kept = await Promise.all(
        written.map(
          ({ table, row }) =>
            sql`select from ${sql(table)} as kept where to_jsonb(kept) @> ${sql.json(childless(row) as never)}`,
        ),
      );
      return written.filter((_, at) => kept[at]?.length === 0);
    });
    expect(lost).toEqual([]);
    const proposals = await database.owner`
      select proposal from settlement.introduction_programme union all
      select proposal from settlement.full_time_programme`;
    expect(JSON.stringify(written)).toContain('PARENT');
    expect(JSON.stringify(proposals)).not.toContain('PARENT');
  });

  function childless(row: Row['row']): Row['row'] {
    const proposal = row['proposal'] as { content: string[]; because: string[] } | undefined;
    if (!proposal) return row;
    const without = (list: readonly string[]) => list.filter((each) => !each.startsWith('PARENT'));
    return {
      ...row,
      proposal: { ...proposal, content: without(proposal.content), because: without(proposal.because) },
    };
  }

  it.each([
    ['IMDi, settlement', ['Olena Riktignavn', 'Dmytro Shevchuk']],
    ['IMDi, settlement, cleared', ['Olena Riktignavn', 'Dmytro Shevchuk', 'Natalia Lysenko']],
    ['IMDi, privacy officer', ['Olena Riktignavn', 'Dmytro Shevchuk', 'Mykola Polishchuk']],
    ['NAV', ['Olena Riktignavn', 'Dmytro Shevchuk']],
    ['Vestland’s career centre', ['Olena Riktignavn', 'Dmytro Shevchuk']],
    ['Rogaland’s career centre', ['Olena Riktignavn']],
    ['Bergen as settler', ['Dmytro Shevchuk']],
    ['Bergen as host', []],
    ['Stavanger as settler', ['Olena Riktignavn']],
  ])('shows %s whom it saw, and nobody whose use is restricted or address protected', async (who, names) => {
    const { data, errors } = await gateway.askAs(
      rowCallers[who] as Caller,
      '{ persons(first: 10) { edges { node { name } } } }',
    );
    expect(errors).toEqual([]);
    const seen = data.persons.edges.map(({ node }: { node: { name: string } }) => node.name);
    expect(seen.sort()).toEqual(names.toSorted());
  });

  it('shows the person what was registered, decided and demanded, and each change', async () => {
    expect(
      await me(`languages { name speaking } wishes { work } settlement { municipality { number }
        introductionProgramme { endGoal norwegianGoal } } guidance { result { goals } }
        history { totalCount } processing { rightsRequests { right status } }`),
    ).toMatchObject({
      languages: [{ speaking: 'C2' }, { speaking: 'C1' }],
      wishes: { work: 'Elektriker' },
      settlement: {
        municipality: { number: '1103' },
        introductionProgramme: { endGoal: 'Fagbrev', norwegianGoal: 'B1' },
      },
      guidance: { result: { goals: ['Fagbrev i Norge'] } },
      history: {
        totalCount: written.filter(
          ({ table, row }) => table === 'profile.change' && row['person_id'] === olena,
        ).length,
      },
    });
  });

  it('keeps the disclosure log, which goes on, for a while by processes of the version before too', async () => {
    const anchor = { seq: 55, hash: '44c76ab653565192c8cc173fc1ced18f47f17e56c8618bb3fa07eede9d0dd1c7' };
    const entry = {
      ...{ personIds: [olena], party: 'NAV', organisation: '889640782', supplier: null, officer: 'Z990001' },
      ...{ purpose: 'EMPLOYMENT_GUIDANCE', operation: null, coordinates: ['Person.name', 'Wishes.work'] },
      ...{ policyVersion: '0123456789ab', trace: 'trace' },
    };
    await database.owner`select consent.append_disclosures(${database.owner.json([entry])})`;
    await gateway.askAs(rowCallers['NAV'] as Caller, '{ persons(first: 10) { edges { node { name } } } }');
    const { sound, broken } = await verifyDisclosures(database.url, [anchor]);
    expect(broken).toBeUndefined();
    expect(sound).toBeGreaterThan(anchor.seq);

    const { edges } = (await me('disclosures(first: 100) { edges { node { fields } } }')).disclosures;
    const fields = edges.map(({ node }: { node: { fields: readonly string[] } }) => node.fields);
    expect(fields.slice(0, 2)).toEqual([['Person.name'], entry.coordinates]);
    const before = written.filter(
      ({ table, row }) => table === 'consent.disclosure' && row['person_id'] === olena,
    );
    expect(before.length).toBeGreaterThan(5);
    expect(fields.slice(-before.length)).toEqual(before.map(({ row }) => row['coordinates']).reverse());
  });

  interface Demand {
    readonly id: string;
    readonly right: string;
    readonly status: string;
  }
  const demands = async (): Promise<Demand[]> =>
    (await me('processing { rightsRequests { id right status } }')).processing.rightsRequests;
  const decide = async ({ id }: Demand, decision: string) => {
    const { data, errors } = await gateway.askAs(
      privacyOfficer,
      `mutation { decideRequest(personId: "${olena}", requestId: "${id}", decision: ${decision}, reason: "Vurdert.") {
        problems { message } } }`,
    );
    expect({ errors, problems: data.decideRequest.problems }).toEqual({ errors: [], problems: [] });
  };

  it('leaves undecided what was, and corrects nothing of which it was not kept what was meant', async () => {
    const open = (await demands()).filter(({ status }) => status === 'RECEIVED');
    expect(open.map(({ right }) => right).sort()).toEqual(['ACCESS', 'COMPLAINT', 'RECTIFICATION']);
    for (const each of open) await decide(each, 'GRANT');
    const status = async (demand: Demand) => (await demands()).find(({ id }) => id === demand.id)?.status;
    for (const each of open)
      await vi.waitFor(
        async () =>
          expect(await status(each)).toBe(each.right === 'RECTIFICATION' ? 'DOES_NOT_FIT' : 'GRANTED'),
        20_000,
      );
    for (const each of open.filter(({ right }) => right === 'RECTIFICATION')) await decide(each, 'REFUSE');
  });

  it('lets the person be erased, everywhere', async () => {
    await gateway.askAs(
      themself,
      `mutation { requestErasure(personId: "${olena}") { problems { message } } }`,
    );
    for (const each of (await demands()).filter(({ right }) => right === 'ERASURE'))
      await decide(each, 'GRANT');
    await vi.waitFor(async () => {
      const left = await database.owner`select from profile.person where id = ${olena}
        union all select from consent.person where id = ${olena}
        union all select from guidance.person where id = ${olena}
        union all select from settlement.person where id = ${olena}`;
      expect(left.length).toBe(0);
    }, 20_000);
  });
});

it('a start sets up what is missing of the queues, and lets whoever does the jobs at them', async () => {
  const database = await scratchDatabase();
  const prepare = () => prepareDatabase(database.url, rooms, { persons: 0 });
  const queues = () =>
    database.owner.begin(async (transaction) => {
      await transaction`set local role kompass_jobs`;
      const found = await transaction<{ name: string }[]>`select name from jobs.queue order by name`;
      return found.map(({ name }) => name);
    });
  await prepare();
  const all = await queues();
  expect(all).toEqual(expect.arrayContaining(rooms.map(({ name }) => `steps-${name}`)));

  await database.owner`select jobs.delete_queue('steps-profile')`;
  expect(await queues()).not.toEqual(all);
  await prepare();
  expect(await queues()).toEqual(all);

  // As a version leaves it whose pg-boss or grants are others.
  await database.owner`revoke all on schema jobs from kompass_jobs`;
  await database.owner`comment on schema jobs is 'pg-boss 23'`;
  await expect(queues()).rejects.toThrow('permission denied');
  await prepare();
  expect(await queues()).toEqual(all);
  await database.drop();
});
