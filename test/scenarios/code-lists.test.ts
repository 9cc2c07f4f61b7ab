import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

interface Coded {
  readonly code: string;
  readonly label: string;
}

describe('the code lists that forms and labels need', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  const coded = ({ edges }: { readonly edges: readonly { readonly node: Coded }[] }) =>
    edges.map(({ node }) => node);
  const ask = async (query: string, language: 'nb' | 'en' = 'nb') => {
    const authorization = `Bearer ${await gateway.token('nav')}`;
    const { data, errors } = await gateway.send({ authorization, 'accept-language': language }, { query });
    expect(errors).toEqual([]);
    return data;
  };

  it.each(Object.keys(rowCallers))('are read by %s, and nobody is entered in the log', async (who) => {
    const { data, errors } = await gateway.askAs(
      rowCallers[who] as Caller,
      `{ occupations(first: 1) { edges { node { code } } totalCount } languages(first: 1) { totalCount }
        countries { code } }`,
    );
    expect(errors).toEqual([]);
    expect(data.occupations).toEqual({ edges: [{ node: { code: '0000' } }], totalCount: 407 });
    expect(data.languages.totalCount).toBeGreaterThan(7_000);
    expect(data.countries.length).toBeGreaterThan(240);
    expect(await database.owner`select from consent.disclosure`).toEqual([]);
  });

  it('find an occupation by a part of its name or the beginning of its code, whatever the case', async () => {
    const { byName, byCode, none } = await ask(`{
      byName: occupations(search: " MURER") { edges { node { code label } } }
      byCode: occupations(search: "7112") { edges { node { code label } } }
      none: occupations(search: "%") { edges { node { code } } totalCount } }`);
    expect(coded(byName)).toContainEqual({ code: '7112', label: 'Murere' });
    expect(coded(byCode)).toEqual([{ code: '7112', label: 'Murere' }]);
    expect(none).toEqual({ edges: [], totalCount: 0 });
  });

  it('name the groups that a filter and statistics speak of, and no other number of digits', async () => {
    const { occupations } = await ask(`{ occupations(digits: 1) { edges { node { code label } } } }`);
    expect(coded(occupations).map(({ code }) => code)).toEqual([...'0123456789']);
    const { errors } = await gateway.ask('nav', undefined, '{ occupations(digits: 5) { totalCount } }');
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  });

  it('come page by page, each once, in the order of their codes', async () => {
    const codes: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { occupations } = await ask(
        `{ occupations(first: 90 after: ${JSON.stringify(after)}) {
          edges { node { code label } } pageInfo { hasNextPage endCursor } } }`,
      );
      codes.push(...coded(occupations).map(({ code }) => code));
      after = occupations.pageInfo.endCursor;
      more = occupations.pageInfo.hasNextPage;
    }
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toHaveLength(407);
  });

  it('do not go on from a cursor of another search', async () => {
    const { occupations } = await ask('{ occupations(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await gateway.ask(
      'nav',
      undefined,
      `{ occupations(search: "murer", after: "${occupations.pageInfo.endCursor}") { totalCount } }`,
    );
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  });

  it('name languages and countries in the language asked for, in its order', async () => {
    const query = `{ languages(search: "ukr") { edges { node { code label } } }
      all: languages(first: 500) { edges { node { code label } } } countries { code label } }`;
    const [nb, en] = [await ask(query, 'nb'), await ask(query, 'en')];
    expect(coded(nb.languages)).toContainEqual({ code: 'ukr', label: 'ukrainsk' });
    expect(coded(en.languages)).toContainEqual({ code: 'ukr', label: 'Ukrainian' });
    expect(nb.countries).toContainEqual({ code: 'NO', label: 'Norge' });
    expect(en.countries).toContainEqual({ code: 'NO', label: 'Norway' });
    for (const [labels, collator] of [
      [coded(nb.all), new Intl.Collator('nb')],
      [nb.countries as readonly Coded[], new Intl.Collator('nb')],
      [coded(en.all), new Intl.Collator('en')],
    ] as const)
      expect(labels.map(({ label }) => label)).toEqual(
        labels.map(({ label }) => label).sort(collator.compare),
      );
    // Dameli, a language of some thousands in Pakistan, has no name in bokmål.
    const { languages } = await ask('{ languages(search: "dml") { edges { node { code label } } } }');
    expect(coded(languages)).toEqual([{ code: 'dml', label: 'Dameli' }]);
  });

  it('hold every code that a registration may hold', async () => {
    const { countries } = await ask('{ countries { code } }');
    const known = new Set(countries.map(({ code }: Coded) => code));
    const registered = await database.owner`
      select country from profile.education union select country from profile.work_experience`;
    expect(registered.filter(({ country }) => !known.has(country))).toEqual([]);
  });
});
