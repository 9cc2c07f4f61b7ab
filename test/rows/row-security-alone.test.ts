import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { giveARow, type PersonalTable, personalTables, rowsHeld } from '../support/personal-tables.js';
import { type ModelPerson, sees } from '../support/row-model.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

type Row = Readonly<Record<string, unknown>>;
/** Whether a caller reads a row, by whether the caller sees the person. */
type Rule = (caller: Caller, seen: boolean, row: Row) => boolean;

const answersDemands = ({ party, purpose }: Caller) => party === 'IMDI' && purpose === 'DATA_SUBJECT_RIGHTS';
const forThemselfAndTheirRights: Rule = (caller, seen) =>
  seen && (caller.party === 'PERSON' || answersDemands(caller));

/** Where it is not enough to see the person, or not needed. */
const rules: Readonly<Record<string, Rule>> = {
  'consent.disclosure': forThemselfAndTheirRights,
  'profile.change': forThemselfAndTheirRights,
  'consent.address_protection': ({ party, clearances }, seen) =>
    seen && (party === 'PERSON' || (party === 'IMDI' && clearances.includes('ADDRESS_PROTECTED'))),
  'guidance.result_draft': (caller, seen, row) =>
    forThemselfAndTheirRights(caller, seen, row) ||
    (seen && caller.purpose === 'CAREER_GUIDANCE' && row['career_centre'] === caller.organisation),
  // The register of what was carried out, also of persons who are erased by now.
  'consent.execution': (caller, seen) => seen || answersDemands(caller),
};

describe('row-level security alone, every row of every table asked for without any filter', () => {
  let database: ScratchDatabase;
  const tables = new Map<PersonalTable, readonly Row[]>();
  const model = new Map<string, ModelPerson>();
  beforeAll(async () => {
    database = await scratchDatabase();
    const { owner } = database;
    const [persons, relations, restrictions] = await Promise.all([
      owner`select id, duf_number as duf, registration_status::text as status from profile.person order by id`,
      owner`select person_id as id, kind, place from access.relation where valid_to is null or valid_to > now()`,
      owner`select person_id as id, kind, purpose from access.restriction where lifted_at is null`,
    ]);
    for (const { id, duf, status } of persons) {
      const place = (kind: string) =>
        relations.find((each) => each['id'] === id && each['kind'] === kind)?.['place'];
      const held = restrictions.filter((each) => each['id'] === id);
      model.set(id, {
        dufNumber: duf,
        completed: status === 'COMPLETED',
        host: place('HOST'),
        assigned: place('ASSIGNED'),
        settled: place('SETTLED'),
        referred: place('REFERRED'),
        restricted: held.some(({ kind }) => kind === 'RESTRICTION'),
        objections: held.filter(({ kind }) => kind === 'OBJECTION').map(({ purpose }) => purpose),
        protected: held.some(({ kind }) => kind === 'PROTECTION'),
      });
    }

    // What relates and restricts persons belongs to no room.
    const known = (await personalTables(owner)).filter(({ name }) => !name.startsWith('access.'));
    // Of everything there is a row of somebody whom nobody sees, and one of the person who asks.
    const [asking, hidden] = model.keys();
    if (!asking || !hidden) throw new Error('the test has nobody');
    await owner`update access.relation set valid_to = valid_from where person_id = ${hidden}`;
    model.delete(hidden);
    for (const id of [asking, hidden])
      for (const [at, { rows }] of (await rowsHeld(owner, known, id)).entries())
        if (rows === 0) await giveARow(owner, known[at] as PersonalTable, id);
    for (const table of known)
      tables.set(
        table,
        await owner.unsafe(`select ${table.column}::text as person, each.* from ${table.name} as each`),
      );
  });
  afterAll(() => database.drop());

  const callers: [string, Caller][] = [
    ...Object.entries(rowCallers),
    ['a registered person', { party: 'PERSON', purpose: 'REGISTRATION', clearances: [], dufNumber: '' }],
  ];
  it.each(callers)('shows %s not one row more, and not one less', async (_name, each) => {
    const [first] = model.values();
    const caller = each.party === 'PERSON' ? { ...each, dufNumber: first?.dufNumber ?? '' } : each;
    const visible = new Set([...model].filter(([, person]) => sees(caller, person)).map(([id]) => id));
    for (const [{ name, column }, all] of tables) {
      const seen = await database.owner.begin(async (sql) => {
        await sql.unsafe(`set local role kompass_${name.split('.')[0]}`);
        await sql`select set_config('kompass.party', ${caller.party}, true),
          set_config('kompass.purpose', ${caller.purpose}, true),
          set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
          set_config('kompass.duf_number', ${caller.dufNumber ?? ''}, true),
          set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`;
        return sql.unsafe(`select ${column}::text as person from ${name}`);
      });
      const rule = rules[name] ?? ((_caller, isSeen) => isSeen);
      const persons = (rows: readonly Row[]) => rows.map(({ person }) => String(person)).sort();
      expect({ name, persons: persons(seen) }).toEqual({
        name,
        persons: persons(all.filter((row) => rule(caller, visible.has(String(row['person'])), row))),
      });
    }
  });
});
