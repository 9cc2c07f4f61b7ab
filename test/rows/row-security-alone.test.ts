import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { type ModelPerson, sees } from '../support/row-model.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const tables = {
  profile: ['person', 'language', 'education', 'work_experience', 'activity', 'interest', 'wishes'],
  consent: ['person', 'acknowledgement', 'rights_request'],
  guidance: ['person', 'referral', 'appointment', 'session', 'result', 'employment_guidance'],
  settlement: ['person', 'municipality_match', 'introduction_programme', 'full_time_programme'],
} as const;

describe('row-level security alone, every row of every table asked for without any filter', () => {
  let database: ScratchDatabase;
  const model = new Map<string, ModelPerson>();
  beforeAll(async () => {
    database = await scratchDatabase();
    const { owner } = database;
    const [persons, relations, restrictions] = await Promise.all([
      owner`select id, duf_number as duf, registration_status::text as status from profile.person`,
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
    for (const [room, names] of Object.entries(tables))
      for (const table of names) {
        const column = table === 'person' ? 'id' : 'person_id';
        const all = await database.owner.unsafe(
          `select distinct ${column}::text as id from ${room}.${table}`,
        );
        const seen = await database.owner.begin(async (sql) => {
          await sql.unsafe(`set local role kompass_${room}`);
          await sql`select set_config('kompass.party', ${caller.party}, true),
            set_config('kompass.purpose', ${caller.purpose}, true),
            set_config('kompass.organisation', ${caller.organisation ?? ''}, true),
            set_config('kompass.duf_number', ${caller.dufNumber ?? ''}, true),
            set_config('kompass.clearances', ${caller.clearances.join(',')}, true)`;
          return sql.unsafe(`select distinct ${column}::text as id from ${room}.${table}`);
        });
        const ids = (rows: readonly Record<string, unknown>[]) => rows.map(({ id }) => String(id)).sort();
        expect({ room, table, ids: ids(seen) }).toEqual({
          room,
          table,
          ids: ids(all).filter((id) => visible.has(id)),
        });
      }
  });
});
