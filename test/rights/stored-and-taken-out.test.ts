import { Supergraph } from '@apollo/federation-internals';
import { exportOperation } from '@kompass/gateway';
import { type Caller, policyInForce, readSupergraph } from '@kompass/schema';
import { schemaFor } from '@kompass/schema/caller-schema';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalTables } from '../support/personal-tables.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const api: GraphQLSchema = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();

/** Where a person reads what a table holds of them. */
interface Told {
  /** The type whose fields are called as the columns are. */
  readonly by?: string;
  /** The fields that are called otherwise. */
  readonly as?: Readonly<Record<string, string>>;
  /** The columns that are not taken out, and why. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

const key = 'a key: leads to a row, and says nothing of the person';
const place = 'a place in an order, in which the entries are answered';
const entry = { id: key, position: place };
const sight = 'derived: whom the settlement, the referrals and the completion let see the person';
const sentTwice = 'tells an act that is sent twice from two acts; what was done is in the history';
const search = 'derived: what the registration is searched by';

/** Every table with something about persons; a column that is not told of here is answered by nobody. */
const told: Readonly<Record<string, Told>> = {
  'access.relation': { leftOut: { kind: sight, place: sight, valid_from: sight, valid_to: sight } },
  'access.restriction': {
    as: {
      kind: 'Processing.restricted',
      purpose: 'Processing.objectedPurposes',
      since: 'RightsRequest.receivedAt',
      lifted_at: 'RightsRequest.liftedAt',
    },
  },

  'profile.person': {
    by: 'Person',
    as: {
      registration_status: 'Registration.status',
      started_at: 'Registration.startedAt',
      completed_at: 'Registration.completedAt',
      helped_by: 'Registration.helpedBy',
      registered_sections: 'Registration.missingSections',
    },
  },
  'profile.language': { by: 'Language', leftOut: entry },
  'profile.education': { by: 'Education', leftOut: entry },
  'profile.work_experience': {
    by: 'WorkExperience',
    as: { from_date: 'WorkExperience.from', to_date: 'WorkExperience.to' },
    leftOut: entry,
  },
  'profile.activity': { by: 'Activity', leftOut: entry },
  'profile.interest': { by: 'Interest', leftOut: entry },
  'profile.wishes': { by: 'Wishes' },
  'profile.section_state': { by: 'SectionVersion', as: { left_out_because: 'MissingSection.reason' } },
  'profile.change': {
    by: 'Change',
    as: { party: 'Change.organisation' },
    leftOut: { seq: place, officer: 'the organisation answers to the person, not its officers' },
  },
  'profile.act_key': { leftOut: { key: sentTwice, digest: sentTwice, version: sentTwice } },
  'profile.term': { leftOut: { term: search, name: search, birth_date: search, updated_at: search } },

  'consent.person': { by: 'Person' },
  'consent.acknowledgement': { by: 'Acknowledgement' },
  'consent.rights_request': {
    by: 'RightsRequest',
    as: {
      field: 'Rectification.field',
      entry: 'Rectification.entry',
      correction: 'Rectification.correction',
      said: 'Rectification.registered',
    },
  },
  'consent.reminder': { by: 'Reminder', as: { due_at: 'RightsRequest.dueAt' }, leftOut: { request_id: key } },
  'consent.address_protection': { by: 'AddressProtection', leftOut: { id: key } },
  'consent.execution': {
    by: 'Execution',
    as: { kind: 'RightsRequest.right', decided_by: 'RightsRequest.decidedBy' },
    leftOut: {
      id: key,
      request_id: key,
      ground: 'of an erasure, which leaves nobody who could take it out, and the demand says it before',
      decided_in: 'a number of the database’s own',
    },
  },
  'consent.execution_step': {
    by: 'ExecutionStep',
    as: { room: 'ExecutionStep.subgraph' },
    leftOut: { execution_id: key },
  },
  'consent.disclosure': {
    by: 'Disclosure',
    as: { party: 'Disclosure.organisation', coordinates: 'Disclosure.fields', told: 'Disclosure.fields' },
    leftOut: {
      seq: place,
      officer: 'the organisation answers to the person, not its officers (CJEU C-579/21)',
      operation: 'what the organisation’s program calls its question; what it was told is in the fields',
      trace: 'a number of the request, by which IMDi finds it in technical logs',
      hash: 'derived: shows that the log was not changed',
    },
  },

  'guidance.person': { by: 'Person' },
  'guidance.referral': {
    by: 'Referral',
    as: { referrer: 'Referral.referredBy', organisation: 'Referral.referredBy' },
  },
  'guidance.appointment': { by: 'Appointment' },
  'guidance.session': { by: 'GuidanceSession' },
  'guidance.result_draft': { by: 'GuidanceResultDraft' },
  'guidance.result': {
    by: 'GuidanceResult',
    leftOut: { draft_version: 'how often the draft had been saved; what was in it is the result' },
  },
  'guidance.employment_guidance': { by: 'EmploymentGuidance' },

  'settlement.person': {
    by: 'Settlement',
    as: {
      id: 'Person.id',
      reception_centre_id: 'Settlement.receptionCentre',
      municipality_number: 'Settlement.municipality',
    },
  },
  'settlement.family_member': { by: 'FamilyGroup', leftOut: { family_id: key } },
  'settlement.network_tie': { by: 'NetworkTie', as: { municipality_number: 'NetworkTie.municipality' } },
  'settlement.need': { as: { need: 'Settlement.needs' } },
  'settlement.matching': { by: 'MatchingBasis' },
  'settlement.municipality_match': {
    by: 'MunicipalityMatch',
    as: { municipality_number: 'MunicipalityMatch.municipality' },
    leftOut: { position: place },
  },
  'settlement.batch_advice': {
    by: 'BatchAdvice',
    as: {
      municipality_number: 'MunicipalityMatch.municipality',
      score: 'MunicipalityMatch.score',
      criteria: 'MunicipalityMatch.criteria',
    },
  },
  'settlement.event': {
    by: 'SettlementEvent',
    as: {
      municipality_number: 'SettlementEvent.municipality',
      reception_centre_id: 'SettlementEvent.receptionCentre',
    },
    leftOut: { id: key },
  },
  'settlement.introduction_programme': {
    by: 'IntroductionProgramme',
    as: { from_date: 'IntroductionProgramme.from', to_date: 'IntroductionProgramme.to' },
  },
  'settlement.full_time_programme': {
    by: 'FullTimeProgramme',
    as: { from_date: 'FullTimeProgramme.from', to_date: 'FullTimeProgramme.to' },
  },
};

describe('what is stored about a person, column by column', () => {
  let database: ScratchDatabase;
  let stored: readonly string[];
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    const personal = (await personalTables(database.owner)).map(({ name }) => name);
    const columns = await database.owner<{ column: string }[]>`
      with personal as (select unnest(${personal}::text[])::regclass as id)
      select attrelid::regclass || '.' || attname as column from pg_attribute
      where attnum > 0 and not attisdropped and attname <> 'person_id' and attrelid in (
        select id from personal
        union select conrelid from pg_constraint join personal on contype = 'f' and confrelid = personal.id)
      order by 1`;
    stored = columns.map(({ column }) => column);
  });
  afterAll(() => database.drop());

  const split = (column: string): [string, string] => {
    const at = column.lastIndexOf('.');
    return [column.slice(0, at), column.slice(at + 1)];
  };

  it('is taken out by the person, or left out for a reason that is stated', () => {
    const person: Caller = { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [] };
    const { coordinates } = exportOperation(schemaFor(api, person, policyInForce()), 'NB');
    const forgotten = stored.filter((each) => {
      const [table, column] = split(each);
      const { by, as, leftOut } = told[table] ?? {};
      const field = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      return !(leftOut && column in leftOut) && !coordinates.has(as?.[column] ?? `${by}.${field}`);
    });
    expect(forgotten).toEqual([]);
    expect(stored.length).toBeGreaterThan(200);
  });

  it('and nothing is said here of what is not stored', () => {
    const said = Object.entries(told).flatMap(([table, { as, leftOut }]) =>
      Object.keys({ ...as, ...leftOut }).map((column) => `${table}.${column}`),
    );
    expect(said.filter((each) => !stored.includes(each))).toEqual([]);
    const tables = stored.map((each) => split(each)[0]);
    expect(Object.keys(told).filter((table) => !tables.includes(table))).toEqual([]);
  });
});
