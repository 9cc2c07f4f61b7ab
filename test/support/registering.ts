import { randomUUID } from 'node:crypto';
import { dufCheckDigits } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { organisations } from './callers.js';
import type { Answer, TestGateway } from './gateway.js';
import type { ScratchDatabase } from './scratch-database.js';

/** Those who register, and one who watches. */
export const counsellor: Caller = {
  party: 'MUNICIPALITY',
  purpose: 'REGISTRATION',
  clearances: [],
  organisation: organisations.bergen,
};
export const careerCounsellor: Caller = {
  ...counsellor,
  party: 'CAREER_CENTRE',
  organisation: organisations.vestland,
};
export const imdi: Caller = { ...counsellor, party: 'IMDI', organisation: organisations.imdi };
export const privacyOfficer: Caller = {
  ...imdi,
  purpose: 'DATA_SUBJECT_RIGHTS',
  clearances: ['PRIVACY_OFFICER'],
};
export const nav: Caller = {
  ...counsellor,
  party: 'NAV',
  purpose: 'EMPLOYMENT_GUIDANCE',
  organisation: organisations.nav,
};

/** Somebody who lives at a reception centre in Bergen, has read the letter and has registered nothing. */
export interface Newcomer {
  readonly id: string;
  readonly dufNumber: string;
  readonly themself: Caller;
}

export const birthDate = '1990-05-17';

/** A DUF number with the right check digits, that no real person can hold: of the year 2999. */
export const dufNumberOf = (nth: number): string => {
  const firstTen = `2999${String(nth).padStart(6, '0')}`;
  return firstTen + dufCheckDigits(firstTen);
};

/** @param informed whether the letter in force has been acknowledged */
export async function newcomer({ owner }: ScratchDatabase, nth: number, informed = true): Promise<Newcomer> {
  const id = randomUUID();
  const dufNumber = dufNumberOf(nth);
  await owner.begin(async (sql) => {
    await sql`insert into profile.person values (${id}, ${dufNumber}, 'Testperson', ${birthDate}, 'FEMALE', '{UA}',
      'NOT_STARTED', null, null, null, '{}', now())`;
    await sql`insert into consent.person values (${id})`;
    await sql`insert into settlement.person values (${id}, 'AT_RECEPTION_CENTRE')`;
    await sql`insert into guidance.person (id) values (${id})`;
    await sql`insert into access.relation (person_id, kind, place) values
      (${id}, 'CONTROLLER', 'NO'), (${id}, 'SELF', ${dufNumber}), (${id}, 'HOST', '4601')`;
    if (informed)
      await sql`insert into consent.acknowledgement (person_id, notice_version, language, acknowledged_at)
        select ${id}, max(version), 'NB', now() from consent.notice`;
  });
  return {
    id,
    dufNumber,
    themself: { party: 'PERSON', purpose: 'REGISTRATION', clearances: [], dufNumber },
  };
}

/** An item of each section that nothing is wrong with. */
export const items = {
  languages: [{ language: 'ukr', motherTongue: true, listening: 'C2', speaking: 'C2' }],
  education: [
    {
      level: 'BACHELOR',
      field: 'Økonomi',
      country: 'UA',
      years: 3,
      endYear: 2012,
      completed: true,
      recognisedInNorway: false,
    },
  ],
  workExperience: [
    {
      occupation: '2411',
      employer: 'Banken',
      country: 'UA',
      from: '2013-01-01',
      to: '2021-12-31',
      tasks: 'Regnskap',
    },
  ],
  activities: [{ description: 'Trente et fotballag for barn', years: 3 }],
  interests: [{ description: 'Sjakk' }],
  wishes: { work: 'Vil arbeide med regnskap', occupation: '2411' },
};
export type SectionField = keyof typeof items;
export const sectionFields = Object.keys(items) as SectionField[];

const mutationOf = (field: SectionField) => `save${field[0]?.toUpperCase()}${field.slice(1)}`;

/** Saves a section; what is not said is as if nothing was there before and nothing is wrong. */
export async function save(
  gateway: TestGateway,
  caller: Caller,
  { id }: Pick<Newcomer, 'id'>,
  field: SectionField,
  {
    content = items[field] as unknown,
    expectedVersion = 0,
    key = randomUUID() as string,
    acknowledged = undefined as string | undefined,
  } = {},
): Promise<Answer & { readonly saved: Answer['data'] }> {
  const name = mutationOf(field);
  const answer = await gateway.askAs(
    caller,
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) {
      version acknowledgement problems { path code message } warnings { path code message }
      person { registration { status startedAt helpedBy sections { section version } missingSections { section } } } } }`,
    { input: { personId: id, key, version: expectedVersion, [field]: content, acknowledged } },
  );
  return { ...answer, saved: answer.data?.[name] };
}

/** What came of an act, without the sentences. */
export const codes = (problems: readonly { path: string[]; code: string }[] | null): string[] =>
  (problems ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
