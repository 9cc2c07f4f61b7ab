import { readFile } from 'node:fs/promises';
import { anchorNow, verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { type Disclosure, openDisclosureLog } from '@kompass/consent/disclosure-log';
import { syntheticPerson } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const list = ['Person.name', 'WorkExperience.tasks'];
const longerList = [...list, 'WorkExperience.to'];

/** The first sixteen tell one list, and all others a longer one. */
const entry = (at: number): Disclosure => ({
  personIds: [syntheticPerson(at % 500).id],
  party: 'NAV',
  organisation: '889640782',
  supplier: at % 4 ? null : '310000000',
  officer: at % 2 ? 'Z990001' : 'Ærlig "Ødegård" \\ \u0001 😀',
  purpose: 'EMPLOYMENT_GUIDANCE',
  operation: at % 3 ? 'Dashboard' : null,
  coordinates: at < 16 ? list : longerList,
  policyVersion: '0123456789ab',
  trace: `trace-${at}`,
});

/** The function that appends, as a migration of consent's made it. */
async function appendingBy(migration: string): Promise<string> {
  const file = new URL(`../../subgraphs/consent/migrations/${migration}.sql`, import.meta.url);
  return /^CREATE OR REPLACE FUNCTION[\s\S]*?^END \$\$;/m.exec(await readFile(file, 'utf8'))?.[0] ?? '';
}

describe('the disclosure log', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase();
    const log = openDisclosureLog(database.url);
    for (let at = 0; at < 5; at += 1)
      await Promise.all(Array.from({ length: 10 }, (_, each) => log.append([entry(at * 10 + each)])));
    await log.close();
  });
  afterEach(() => database.drop());

  /** What somebody who may do anything with the database, triggers included, does to the log. */
  const tamper = async (statements: string) => {
    await database.owner.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql.unsafe(statements);
    });
  };
  const attempt = (role: string, statement: string) =>
    database.owner.begin(async (sql) => {
      await sql.unsafe(`set local role ${role}`);
      await sql.unsafe(statement);
    });
  const verify = (anchors: Parameters<typeof verifyDisclosures>[1] = []) =>
    verifyDisclosures(database.url, anchors);

  it('is sound as written, also by several at once', async () => {
    const [one, other] = [openDisclosureLog(database.url), openDisclosureLog(database.url)];
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => (at % 2 ? one : other).append([entry(at), entry(at + 1)])),
    );
    const persons = Array.from({ length: 20 }, (_, at) => syntheticPerson(at).id);
    await one.append([
      { ...entry(1), personIds: persons },
      { ...entry(2), personIds: persons.slice(5) },
    ]);
    await one.close();
    await other.close();
    expect(await verify([await anchorNow(database.url)])).toEqual({ sound: 285, broken: undefined });
    const last = await database.owner`select person_id from consent.disclosure order by seq desc limit 15`;
    expect(last.map((row) => row['person_id'])).toEqual(persons.slice(5).reverse());
  });

  it.each([
    [
      'an edited entry',
      "update consent.disclosure set officer = 'Z990002' where seq = 17",
      16,
      'entry 17 was changed',
    ],
    [
      'a supplier taken away',
      'update consent.disclosure set supplier = null where seq = 17',
      16,
      'entry 17 was changed',
    ],
    [
      'a supplier exchanged',
      "update consent.disclosure set supplier = '964338531' where seq = 17",
      16,
      'entry 17 was changed',
    ],
    [
      'a supplier added',
      "update consent.disclosure set supplier = '310000000' where seq = 18",
      17,
      'entry 18 was changed',
    ],
    [
      'an entry with a field less',
      "update consent.disclosure set coordinates = '{Person.name}', told = null where seq = 17",
      16,
      'entry 17 was changed',
    ],
    [
      'an entry that refers to another list',
      `update consent.disclosure set told = (select told from consent.disclosure where seq = 1) where seq = 17`,
      16,
      'entry 17 was changed',
    ],
    [
      'an entry that refers to no list',
      'update consent.disclosure set told = 0 where seq = 17',
      16,
      'entry 17 was changed',
    ],
    [
      'a list with a field less',
      `update consent.told set coordinates = 'Person.name' where coordinates = '${longerList.join(' ')}'`,
      16,
      'entry 17 was changed',
    ],
    [
      'a deleted list',
      `delete from consent.told where coordinates = '${longerList.join(' ')}'`,
      16,
      'entry 17 was changed',
    ],
    [
      'two lists swapped',
      `update consent.told set coordinates = 'either' where coordinates = '${list.join(' ')}';
       update consent.told set coordinates = '${list.join(' ')}' where coordinates = '${longerList.join(' ')}';
       update consent.told set coordinates = '${longerList.join(' ')}' where coordinates = 'either'`,
      0,
      'entry 1 was changed',
    ],
    ['a deleted entry', 'delete from consent.disclosure where seq = 17', 16, 'entry 17 is missing'],
    [
      'an inserted entry',
      `insert into consent.disclosure
        select seq, at, person_id, party, organisation, 'Z990009', purpose, operation, coordinates, policy_version, trace, hash,
          supplier, told
        from (select 18 as seq, clock_timestamp() as at, person_id, party, organisation, purpose, operation, coordinates,
          policy_version, trace, hash, supplier, told from consent.disclosure where seq = 17) as made;
       delete from consent.disclosure where seq = 18 and officer <> 'Z990009'`,
      17,
      'entry 18 was changed',
    ],
    [
      'one entry too many',
      `insert into consent.disclosure select 51, clock_timestamp(), person_id, party, organisation,
        officer, purpose, operation, coordinates, policy_version, trace, sha256('forged'), supplier, told
        from consent.disclosure where seq = 50`,
      50,
      'entry 51 was changed',
    ],
    [
      'two entries swapped',
      `update consent.disclosure set seq = 1000 where seq = 17; update consent.disclosure set seq = 17 where seq = 18;
       update consent.disclosure set seq = 18 where seq = 1000`,
      16,
      'entry 17 was changed',
    ],
    ['the end cut off', 'delete from consent.disclosure where seq > 40', 40, 'entry 41 is missing'],
  ])('%s is found, and named', async (_what, statements, sound, says) => {
    const anchor = await anchorNow(database.url);
    await tamper(statements);
    const verdict = await verify([anchor]);
    expect(verdict.broken).toContain(says);
    expect(verdict.sound).toBe(sound);
  });

  it('from before suppliers, and before lists were kept once, is sound as it was written, on into what comes after', async () => {
    const [without, since] = await Promise.all(['0011_append_together', '0018_supplier'].map(appendingBy));
    const { owner } = database;
    const appendAsBefore = () =>
      owner`select consent.append_disclosures(${owner.json([entry(0), entry(17)] as never)})`;
    await owner.unsafe(without ?? '');
    await appendAsBefore();
    const anchor = await anchorNow(database.url);
    await owner.unsafe(since ?? '');
    await appendAsBefore();
    const log = openDisclosureLog(database.url);
    await log.append([entry(0), entry(17)]);
    // As processes of the version before go on doing while they are replaced.
    await appendAsBefore();
    await log.close();
    const rows = await owner`select supplier, coordinates, told is null as apart
      from consent.disclosed where seq > 50 order by seq`;
    const supplier = '310000000';
    expect([...rows]).toEqual([
      { supplier: null, coordinates: list, apart: true },
      { supplier: null, coordinates: longerList, apart: true },
      { supplier, coordinates: list, apart: true },
      { supplier: null, coordinates: longerList, apart: true },
      { supplier, coordinates: list, apart: false },
      { supplier: null, coordinates: longerList, apart: false },
      { supplier, coordinates: list, apart: true },
      { supplier: null, coordinates: longerList, apart: true },
    ]);
    expect(await verify([anchor])).toEqual({ sound: 58, broken: undefined });
    await tamper("update consent.disclosure set supplier = '310000000' where seq = 51");
    expect((await verify([anchor])).broken).toContain('entry 51 was changed');
  });

  it('keeps each list once, however long and whoever else tells it first at the same time', async () => {
    const long = Array.from({ length: 1_000 }, (_, at) => `Person.field${at}`);
    const logs = Array.from({ length: 4 }, () => openDisclosureLog(database.url));
    await Promise.all(
      logs.map((log) =>
        log.append([
          { ...entry(1), coordinates: long },
          entry(2),
          { ...entry(3), coordinates: long.slice(1) },
          { ...entry(4), coordinates: long },
        ]),
      ),
    );
    await Promise.all(logs.map((log) => log.close()));
    const lists = await database.owner`select coordinates from consent.told order by number`;
    expect(lists.map(({ coordinates }) => coordinates)).toEqual(
      [list, longerList, long, long.slice(1)].map((each) => each.join(' ')),
    );
    expect(await verify()).toEqual({ sound: 66, broken: undefined });
  });

  it.each([
    ['none', 'null', 'null'],
    ['two', "'{Person.name}'", '1'],
  ])('takes no entry that has %s instead of a list', async (_what, coordinates, told) => {
    const entering = `insert into consent.disclosure
        (seq, at, person_id, party, purpose, policy_version, trace, hash, coordinates, told)
      values (51, now(), gen_random_uuid(), 'NAV', 'EMPLOYMENT_GUIDANCE', 'test', 'trace', '', ${coordinates}, ${told})`;
    await expect(attempt('kompass_disclosure', entering)).rejects.toThrow('told_one_way');
  });

  it('an end cut off together with the head is found against the last published anchor', async () => {
    const anchor = await anchorNow(database.url);
    await tamper(`delete from consent.disclosure where seq > 40;
      update consent.disclosure_head set seq = 40, hash = (select hash from consent.disclosure where seq = 40)`);
    expect((await verify()).broken).toBeUndefined();
    expect((await verify([anchor])).broken).toBe('entry 41 is missing: entries up to 50 were anchored');
  });

  it('a chain rewritten from some entry on is found against the last published anchor', async () => {
    const anchor = await anchorNow(database.url);
    await tamper(`delete from consent.disclosure where seq > 40;
      update consent.disclosure_head set seq = 40, hash = (select hash from consent.disclosure where seq = 40)`);
    const log = openDisclosureLog(database.url);
    await log.append(Array.from({ length: 10 }, (_, at) => entry(at)));
    await log.close();
    expect((await verify()).broken).toBeUndefined();
    const rewritten = 'entry 50 is not the one that was anchored';
    expect((await verify([anchor])).broken).toContain(rewritten);
    // Anchoring once more does not mend it.
    expect((await verify([anchor, await anchorNow(database.url)])).broken).toContain(rewritten);
  });

  it('is sound while it is written to as well', async () => {
    const log = openDisclosureLog(database.url);
    let written = false;
    const writing = (async () => {
      for (let at = 0; at < 300; at += 1) await log.append([entry(at)]);
      written = true;
    })();
    let verified = 0;
    while (!written) {
      expect((await verify()).broken).toBeUndefined();
      verified += 1;
    }
    expect(verified).toBeGreaterThan(2);
    await writing;
    await log.close();
  });

  it('can be changed, emptied or written past the chain by no role, and changed by not even its owner', async () => {
    for (const role of ['kompass_profile', 'kompass_consent', 'kompass_disclosure', 'kompass_auditor'])
      for (const statement of [
        "update consent.disclosure set officer = 'x'",
        'delete from consent.disclosure',
        'truncate consent.disclosure',
        ...(role === 'kompass_disclosure'
          ? []
          : [
              'insert into consent.disclosure select * from consent.disclosure',
              "insert into consent.told (coordinates) values ('Person.name')",
            ]),
        "update consent.told set coordinates = ''",
        'delete from consent.told',
        'truncate consent.told',
      ])
        await expect(attempt(role, statement), `${role}: ${statement}`).rejects.toThrow('permission denied');
    const month = `consent.disclosure_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
    for (const statement of [
      "update consent.disclosure set officer = 'x'",
      'delete from consent.disclosure where seq = 1',
      'truncate consent.disclosure',
      `truncate ${month}`,
      `delete from ${month}`,
      "update consent.told set coordinates = ''",
      'delete from consent.told',
      'truncate consent.told',
    ])
      await expect(database.owner.unsafe(statement)).rejects.toThrow('append-only');
  });
});
