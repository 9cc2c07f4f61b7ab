import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { careerCounsellor, counsellor, imdi, type Newcomer, newcomer, save } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const fields = ['interests', 'activities'] as const;
type Field = (typeof fields)[number];
const callers = [counsellor, careerCounsellor, imdi];

/** What one of those who register does next, on one section. */
interface Step {
  readonly who: number;
  readonly field: Field;
  /** To read it; to save it with one item more than was read; or to send the last save once more, word for word. */
  readonly does: 'read' | 'save' | 'resend';
}
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(callers.length - 1),
  field: fc.constantFrom(...fields),
  does: fc.constantFrom('read', 'read', 'save', 'save', 'save', 'resend'),
});
/** Steps of a round are taken at once, one of each caller; the rounds one after the other. */
const rounds = fc.array(fc.uniqueArray(step, { selector: ({ who }) => who, minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

interface Item {
  readonly description: string;
}
/** What somebody has in front of them. */
interface Screen {
  version: number;
  items: readonly Item[];
  sent?: { readonly key: string; readonly content: readonly Item[]; readonly expectedVersion: number };
  /** The version that the last save made; undefined when it met a conflict. */
  made?: number | undefined;
}

describe('several who save the same section at once', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let made = 0;
  let written = 0;
  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const read = async ({ id }: Newcomer, who: number, field: Field) => {
    const { data } = await gateway.askAs(
      callers[who] ?? imdi,
      `{ person(id: "${id}") { ${field} { description } registration { sections { section version } } } }`,
    );
    const version = data.person.registration.sections.find(
      ({ section }: { section: string }) => section === field.toUpperCase(),
    ).version as number;
    return { version, items: data.person[field] as Item[] };
  };

  it('one wins each version, the others are told, a save sent twice is one, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (played) => {
        made += 1;
        const person = await newcomer(database, made);
        const screens = new Map<string, Screen>();
        const screenOf = (who: number, field: Field): Screen => {
          const key = `${who} ${field}`;
          const known = screens.get(key) ?? { version: 0, items: [] };
          screens.set(key, known);
          return known;
        };
        const current = { interests: 0, activities: 0 };
        const won = { interests: [] as Item[], activities: [] as Item[] };

        /** Takes a step; answers whether a new version came of it, and whether one might have. */
        const take = async ({
          who,
          field,
          does,
        }: Step): Promise<{ field: Field; won: boolean; could: boolean }> => {
          const screen = screenOf(who, field);
          const nothing = { field, won: false, could: false };
          if (does === 'read') {
            Object.assign(screen, await read(person, who, field));
            return nothing;
          }
          if (does === 'resend' && !screen.sent) return nothing;
          const before = current[field];
          written += 1; // and no long number, which would be warned of
          const added = { description: `Nr. ${written}` };
          const sent =
            does === 'resend' && screen.sent
              ? screen.sent
              : { key: randomUUID(), content: [...screen.items, added], expectedVersion: screen.version };
          const { saved, errors } = await save(gateway, callers[who] ?? imdi, person, field, sent);
          const known = does === 'resend' ? screen.made : undefined;
          screen.sent = sent;
          if (known !== undefined) {
            expect({ errors, version: saved?.version }).toEqual({ errors: [], version: known });
            return nothing;
          }
          const could = sent.expectedVersion === before;
          if (errors.length === 0) {
            expect(saved.version).toBe(before + 1);
            screen.made = saved.version;
            won[field].push(...sent.content.slice(-1));
            return { field, won: true, could };
          }
          screen.made = undefined;
          expect(saved).toBe(null);
          expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['CONFLICT']);
          // A stale one knows what to read next: the version when it came, or one that was made at the same time.
          expect([before, before + 1]).toContain(errors[0]?.extensions['currentVersion']);
          expect(errors[0]?.extensions['currentVersion']).not.toBe(sent.expectedVersion);
          return { field, won: false, could };
        };

        for (const round of played) {
          const taken = await Promise.all(round.map(take));
          for (const field of fields) {
            const here = taken.filter((each) => each.field === field);
            const wins = here.filter((each) => each.won).length;
            expect(wins).toBe(here.some((each) => each.could) ? 1 : 0);
            current[field] += wins;
          }
        }

        // Whoever lost reads again and saves on top: then everything that anybody saved is there.
        for (const field of fields) {
          const now = await read(person, 0, field);
          expect(now.version).toBe(current[field]);
          const changes = await database.owner`
            select version, "before" -> ${field} as before, "after" -> ${field} as after from profile.change
            where person_id = ${person.id} and section::text = ${field.toUpperCase()} order by seq`;
          expect(changes.map(({ version }) => version)).toEqual(changes.map((_, at) => at + 1));
          expect(changes).toHaveLength(current[field]);
          // Each builds on the one before, and the last is what is registered.
          for (const [at, change] of changes.entries())
            expect(change['before']).toEqual(at === 0 ? null : changes[at - 1]?.['after']);
          const texts = (list: readonly Item[]) => list.map(({ description }) => description);
          expect(texts(now.items)).toEqual(texts(won[field]));
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
