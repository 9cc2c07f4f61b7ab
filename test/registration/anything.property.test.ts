import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { counsellor, type Newcomer, newcomer, type SectionField, save } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** Without U+0000, which no argument may contain. */
const text = fc.oneof(
  fc.constantFrom('', ' ', '\u0001', '\ud800', 'Sjakk', 'همه‌چیز', 'æøå', '"; drop table profile.person; --'),
  fc.string({ unit: 'binary', maxLength: 60 }).map((binary) => binary.replaceAll('\u0000', '')),
  fc.integer({ min: 190, max: 2_100 }).map((length) => 'x'.repeat(length)),
);
const number = fc.option(
  fc.oneof(fc.integer({ min: -1, max: 40 }), fc.integer(), fc.integer({ min: 1980, max: 2030 })),
);
const date = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));
const letters = (count: number, alphabet: string) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: count, maxLength: count }).map((all) => all.join(''));
const country = fc.oneof(fc.constantFrom('UA', 'SY'), letters(2, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
const level = fc.option(fc.constantFrom('A1', 'A2', 'B1', 'B2', 'C1', 'C2'));
const noted = { corrects: number, counsellorNote: fc.option(text) };
const occupation = fc.oneof(fc.constantFrom('2411', '7112'), text);

/** Whatever GraphQL lets through. */
const contents: Readonly<Record<SectionField, fc.Arbitrary<unknown>>> = {
  languages: fc.array(
    fc.record({
      ...noted,
      language: fc.oneof(fc.constantFrom('ukr', 'nob'), letters(3, 'abcdefghijklmnopqrstuvwxyz')),
      motherTongue: fc.boolean(),
      listening: level,
      reading: level,
      speaking: level,
      writing: level,
    }),
    { maxLength: 4 },
  ),
  education: fc.array(
    fc.record({
      ...noted,
      level: fc.constantFrom('NONE', 'PRIMARY', 'DOCTORATE'),
      field: fc.option(text),
      country,
      years: number,
      endYear: number,
      completed: fc.boolean(),
      recognisedInNorway: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  workExperience: fc.array(
    fc.record({
      ...noted,
      occupation,
      employer: fc.option(text),
      country,
      from: date,
      to: fc.option(date),
      tasks: fc.option(text),
    }),
    { maxLength: 4 },
  ),
  activities: fc.array(fc.record({ ...noted, description: text, years: number }), { maxLength: 35 }),
  interests: fc.array(fc.record({ ...noted, description: text }), { maxLength: 35 }),
  wishes: fc.record({
    education: fc.option(text),
    work: fc.option(text),
    occupation: fc.option(occupation),
    longTermGoal: fc.option(text),
    counsellorNote: fc.option(text),
  }),
};

describe('whatever is sent for a section', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let someone: Newcomer;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    someone = await newcomer(database, 1);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  it('is saved, or told what is wrong with it, and never a failure of ours', async () => {
    const sections = Object.keys(contents) as SectionField[];
    const sent = fc.oneof(...sections.map((field) => fc.tuple(fc.constant(field), contents[field])));
    const versions = new Map<SectionField, number>();
    const outcomes = { saved: 0, problems: 0, warnings: 0 };
    await fc.assert(
      fc.asyncProperty(sent, async ([field, content]) => {
        const expectedVersion = versions.get(field) ?? 0;
        const attempt = (acknowledged?: string) =>
          save(gateway, counsellor, someone, field, {
            content,
            expectedVersion,
            ...(acknowledged ? { acknowledged } : {}),
          });
        const first = await attempt();
        const { saved, errors } = first.saved?.acknowledgement
          ? await attempt(first.saved.acknowledgement)
          : first;
        expect(errors).toEqual([]);
        if (first.saved.warnings.length > 0) outcomes.warnings += 1;
        if (saved.problems.length > 0) {
          expect(saved.version).toBe(null);
          outcomes.problems += 1;
          return;
        }
        expect(saved.version).toBe(expectedVersion + 1);
        versions.set(field, saved.version);
        outcomes.saved += 1;
      }),
      { numRuns: 150 },
    );
    expect(outcomes.saved).toBeGreaterThan(5);
    expect(outcomes.problems).toBeGreaterThan(5);
  }, 60_000);
});
