import type { Caller } from '@kompass/schema';
import { rowCallers } from './callers.js';
import { type Answer, startTestGateway, type TestGateway } from './gateway.js';
import { type ScratchDatabase, scratchDatabase } from './scratch-database.js';

/** Everybody who has to do with the guidance of the person below, and somebody who has not. */
const around = {
  person: { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber: '200205705502' },
  imdi: rowCallers['IMDi, settlement'] as Caller,
  nav: rowCallers['NAV'] as Caller,
  bergen: rowCallers['Bergen as settler'] as Caller,
  bergensCounsellor: rowCallers['Bergen’s counsellor'] as Caller,
  oslo: rowCallers['Oslo as settler'] as Caller,
  vestland: rowCallers['Vestland’s career centre'] as Caller,
  rogaland: rowCallers['Rogaland’s career centre'] as Caller,
} as const satisfies Record<string, Caller>;
export type Who = keyof typeof around;

/** A person who is settled in Bergen with public help, and the whole of Kompass around them, with nobody else in it. */
export interface GuidedPerson {
  readonly id: string;
  readonly gateway: TestGateway;
  readonly database: ScratchDatabase;
  /** Asks as one of those around. `$id` is the person. */
  ask(who: Who, query: string, variables?: object): Promise<Answer>;
  /** Asks for fields of the person's guidance, errors allowed; `null` when the person is not seen. */
  guidance(who: Who, fields: string): Promise<Answer['data']>;
  /** Does an act that answers a payload, as one of those around. */
  act(who: Who, name: string, input: object, fields?: string): Promise<Act>;
  close(): Promise<void>;
}

/** What came of an act: its payload, and the code and extensions of its error. */
export interface Act {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what tests are about
  readonly payload: any;
  readonly code: unknown;
  readonly currentVersion: unknown;
}

/** What the tests take for now; every time in them is said from here. */
export const now = new Date();
const day = 86_400_000;
export const daysFromNow = (days: number): string => new Date(now.getTime() + days * day).toISOString();

/** @param clock another time than `now` */
export async function guidedPerson(clock: () => Date = () => now): Promise<GuidedPerson> {
  const id = '0a0a0a0a-0000-4000-8000-00000000a001';
  const database = await scratchDatabase({ empty: true });
  const { owner } = database;
  const settledOn = daysFromNow(-60).slice(0, 10);
  await owner`insert into profile.person (id, duf_number, name, birth_date, gender, citizenships,
    registration_status, started_at, completed_at, registered_sections, updated_at)
    values (${id}, ${around.person.dufNumber}, 'Testperson', '1990-01-01', 'FEMALE', '{UA}', 'COMPLETED', now(), now(),
      '{}', now())`;
  await owner`insert into settlement.person (id, status, municipality_number, assigned_at, settled_at)
    values (${id}, 'SETTLED', '4601', now() - interval '90 days', ${settledOn})`;
  await owner`insert into consent.person (id) values (${id})`;
  await owner`insert into guidance.person (id) values (${id})`;
  await owner`insert into access.relation (person_id, kind, place) values (${id}, 'CONTROLLER', 'NO'),
    (${id}, 'COMPLETED', 'NO'), (${id}, 'SELF', ${around.person.dufNumber}), (${id}, 'SETTLED', '4601')`;
  const gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock });
  const ask: GuidedPerson['ask'] = (who, query, variables) =>
    gateway.askAs(around[who], query, { id, ...variables });
  return {
    id,
    gateway,
    database,
    ask,
    async guidance(who, fields) {
      const { data } = await ask(who, `query ($id: ID!) { person(id: $id) { guidance { ${fields} } } }`);
      return data.person?.guidance ?? null;
    },
    async act(who, name, input, fields = 'person { id }') {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const { data, errors } = await ask(
        who,
        `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} problems { path code message } } }`,
        { input },
      );
      const { code, currentVersion } = errors[0]?.extensions ?? {};
      return { payload: data?.[name] ?? null, code, currentVersion };
    },
    async close() {
      await gateway.close();
      await database.drop();
    },
  };
}
