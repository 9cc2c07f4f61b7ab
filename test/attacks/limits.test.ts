import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

describe('production', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway('in-process', { production: true });
  });
  afterAll(() => gateway.close());

  const nested = (depth: number) => {
    const [open, close] = ['county { municipalities { '.repeat(depth), ' } }'.repeat(depth)];
    return `{ municipality(number: "4601") { ${open} name ${close} } }`;
  };

  it.each([
    ['too deep', /^An operation is at most 15 levels deep\.$/, nested(10)],
    [
      'with too many aliases',
      /^An operation has at most 40 aliases, with its fragments counted wherever they are spread\.$/,
      `{ ${Array.from({ length: 41 }, (_, at) => `a${at}: careerCentres { name }`).join(' ')} }`,
    ],
    [
      'with too many directives',
      /^An operation has at most 50 directives, with its fragments counted wherever they are spread\.$/,
      `{ careerCentres { ${'name @include(if: true) '.repeat(51)} } }`,
    ],
    [
      'with too many tokens',
      /more that 4000 tokens/, // graphql-js' own spelling
      `{ ${'careerCentres { name } '.repeat(1_500)} }`,
    ],
  ])('does not run an operation that is %s, and says so', async (_what, says, query) => {
    const answer = await gateway.ask('nav', undefined, query);
    expect(answer.data).toBeNull();
    expect(answer.status).toBe(400);
    expect(answer.errors.map(({ message }) => message)).toContainEqual(expect.stringMatching(says));
  });

  const pages = (many: number) =>
    Array.from({ length: many }, (_, at) => `p${at}: persons(first: $n) { ...Page }`).join(' ');
  const page = 'fragment Page on PersonConnection { edges { node { name languages { name speaking } } } }';
  const around = (times: number) =>
    `{ municipality(number: "4601") { ${'county { municipalities { '.repeat(times)} name ${' } }'.repeat(times)} } }`;
  it.each([
    ['persons, by a variable', `query ($n: Int) { ${pages(30)} } ${page}`, { n: 500 }],
    ['persons, by a variable’s default', `query ($n: Int = 500) { ${pages(30)} } ${page}`, {}],
    ['municipalities of municipalities', around(4), {}],
    [
      'fragments of fragments',
      `{ persons(first: 500) { edges { node { ...F0 } } } } ${Array.from(
        { length: 3 },
        (_, at) => `fragment F${at} on Person { ${`...F${at + 1} `.repeat(10)} }`,
      ).join(' ')} fragment F3 on Person { name }`,
      {},
    ],
  ])('does not run an operation that could answer too much: %s', async (_what, query, variables) => {
    const answer = await gateway.ask('nav', undefined, query, variables);
    expect(answer).toMatchObject({
      status: 400,
      data: null,
      errors: [{ message: expect.stringContaining('ask for fewer on a page ("first")') }],
    });
  });

  it.each([
    ['what is there', 'notice { text }', 15],
    ['nothing', '__typename', 60],
  ])(
    'does not plan an operation whose fragments ask for %s thousands of times',
    async (_what, leaf, times) => {
      const spread = (name: string) => `...${name} `.repeat(times);
      const query = `{ ${spread('A')} } fragment A on Query { ${spread('B')} }
      fragment B on Query { ${spread('C')} } fragment C on Query { ${leaf} }`;
      expect(await gateway.ask('nav', undefined, query)).toMatchObject({
        status: 400,
        data: null,
        errors: [{ message: expect.stringContaining('at most 2000 fields') }],
      });
    },
  );

  it('tells of a list of mistakes the first fifty, and no more', async () => {
    const answer = await gateway.ask(
      'nav',
      undefined,
      'mutation ($measures: [String!]!) { recordEmploymentGuidance(input: { personId: "", givenAt: "2026-11-01T12:00:00Z", assessment: "", measures: $measures }) { problems { code } } }',
      { measures: Array(40_000).fill(1) },
    );
    expect(answer).toMatchObject({ status: 400, data: null });
    expect(answer.errors).toHaveLength(51);
    for (const { extensions } of answer.errors) expect(extensions['code']).toBe('BAD_USER_INPUT');
    expect(answer.errors.at(-1)?.message).toMatch(/^Too many errors processing variables/);
  });

  it('says what is wrong in a large value, and where, without repeating the value with each mistake', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `unknown${at}`);
    const answer = await gateway.ask(
      'nav',
      undefined,
      'query ($a: PersonFilter) { persons(filter: $a) { totalCount } }',
      { a: Object.fromEntries(names.map((name) => [name, 'x'.repeat(3_000)])) },
    );
    expect(JSON.stringify(answer.errors).length).toBeLessThan(100_000);
    expect(answer.errors).toHaveLength(51);
    for (const [at, { message }] of answer.errors.slice(0, 50).entries()) {
      expect(message).toMatch(/^Variable "\$a" got invalid value \{ unknown0: "x+ … x/);
      expect(message).toContain(`; Field "unknown${at}" is not defined by type "PersonFilter".`);
    }
    const { errors } = await gateway.ask(
      'nav',
      undefined,
      'query ($first: Int) { persons(first: $first) { totalCount } }',
      { first: 'x'.repeat(200_000) },
    );
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Variable "\$first" got invalid value "x+ … x+"; Int cannot represent non-integer value: "x+ … x+"$/,
      ),
    ]);
  });

  it('says what is wrong with an operation without repeating its name at length', async () => {
    const variables = Array.from({ length: 90 }, (_, at) => `$v${at}: Int`).join(' ');
    const { errors } = await gateway.ask(
      'nav',
      undefined,
      `query ${'x'.repeat(200_000)}(${variables}) { __typename }`,
    );
    expect(JSON.stringify(errors).length).toBeLessThan(150_000);
    expect(errors.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^Variable "\$v89" is never used in operation "x+ … x+"\.$/),
    );
  });

  it.each([
    ['an alias', (name: string) => `{ persons { edges { node { ${name}: name } } } }`],
    ['a variable', (name: string) => `query ($${name}: Int) { persons(first: $${name}) { totalCount } }`],
    ['a fragment', (name: string) => `{ ...${name} } fragment ${name} on Query { __typename }`],
  ])('takes no long name of %s, which an answer could repeat for each person', async (_what, query) => {
    expect((await gateway.ask('nav', undefined, query('a'.repeat(100)))).errors).toEqual([]);
    const { data, errors } = await gateway.ask('nav', undefined, query('a'.repeat(101)));
    expect(data).toBeNull();
    for (const { message } of errors) expect(message).toBe('A name has at most 100 characters.');
    expect(errors).not.toEqual([]);
  });

  it('answers a large page of much, and a small one of more', async () => {
    const query = `query ($n: Int) { ${pages(5)} } ${page}`;
    for (const n of [500, 5]) expect((await gateway.ask('nav', undefined, query, { n })).errors).toEqual([]);
  });

  it.each([
    ['long', 'a'.repeat(101), 'at most 100 characters'],
    ['made of somebody’s number', 'Person_200205705502', 'no number as long as'],
    ['made of somebody’s number in parts', 'DUF_2002_0570__5502', 'no number as long as'],
    ['made of an identifying number in parts', 'P_010190_12345', 'no number as long as'],
  ])('does not enter a name in the log that is %s', async (_what, name, said) => {
    const answer = await gateway.ask(
      'nav',
      undefined,
      `query ${name} { persons { edges { node { name } } } }`,
    );
    expect(answer).toMatchObject({ status: 400, errors: [{ message: expect.stringContaining(said) }] });
  });

  it('refuses a body that is too large, and says how large it may be', async () => {
    const answer = await gateway.send({}, { query: `{ __typename } # ${'x'.repeat(300_000)}` });
    expect(answer).toMatchObject({ status: 413, errors: [{ message: 'The request is larger than 256kb.' }] });
  });

  it('refuses a body that is no JSON, and says what to send', async () => {
    const answer = await gateway.send({}, '{ "query": ');
    expect(answer).toMatchObject({
      status: 400,
      errors: [
        {
          message: 'The request could not be read: send JSON with a "query".',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  it('takes no operation in a URL, where personal data would stay in logs, and says what to send instead', async () => {
    const authorization = `Bearer ${await gateway.token('nav')}`;
    const query = encodeURIComponent('{ __typename }');
    const hash = '7d0e9b5f6d4f3dd3a3a5c8c0b7f4c9c7f8d0a1c1b4a5d6e7f8091a2b3c4d5e6f';
    const persisted = encodeURIComponent(
      JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }),
    );
    for (const method of ['GET', 'PUT', 'DELETE'])
      for (const asked of [`query=${query}`, `extensions=${persisted}`]) {
        const answer = await fetch(`${gateway.url}/graphql?${asked}`, {
          method,
          headers: { authorization, 'apollo-require-preflight': 'true' },
        });
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST');
        expect(await answer.json()).toMatchObject({
          errors: [{ message: expect.stringMatching(/^Send operations with POST/) }],
        });
      }
  });

  it('takes one operation a request, and lets no page of another origin read an answer', async () => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await gateway.token('nav')}`,
      origin: 'https://another.example',
    };
    const batch = [{ query: '{ careerCentres { name } }' }, { query: '{ careerCentres { name } }' }];
    const answer = await gateway.send(headers, batch);
    expect(answer.status).toBe(400);
    expect(answer.errors.map(({ message }) => message)).toEqual(['Operation batching disabled.']);
    for (const method of ['OPTIONS', 'POST']) {
      const { headers: answered } = await fetch(`${gateway.url}/graphql`, {
        method,
        headers: { ...headers, 'access-control-request-method': 'POST' },
        ...(method === 'POST' ? { body: JSON.stringify(batch[0]) } : {}),
      });
      expect(answered.get('access-control-allow-origin'), method).toBeNull();
    }
  });

  it('refuses what a foreign page could make a browser send (CSRF)', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
    expect((await fetch(`${gateway.url}/graphql?query={__typename}`)).status).toBe(405);
    const authorization = `Bearer ${await gateway.token('nav')}`;
    expect((await send({ authorization, 'content-type': 'text/plain' })).status).toBe(400);
    expect((await send({ authorization, 'content-type': 'application/json' })).status).toBe(200);
  });

  it('shows the schema to nobody without a token', async () => {
    const answer = await gateway.send({}, { query: '{ __schema { types { name } } }' });
    expect(answer).toMatchObject({ status: 401, data: null });
  });

  it('suggests no names to whoever guesses them', async () => {
    const answer = await gateway.ask('nav', undefined, '{ person { nam } }');
    expect(JSON.stringify(answer.errors)).not.toContain('Did you mean');
  });

  it('shows each caller the schema of that caller', async () => {
    const query =
      '{ person: __type(name: "Person") { fields { name } } note: __type(name: "Interest") { name } }';
    const asNav = await gateway.ask('nav', undefined, query);
    const asImdi = await gateway.ask('imdi', 'SETTLEMENT', query);
    const names = ({ data }: typeof asNav) => data.person.fields.map(({ name }: { name: string }) => name);
    expect(names(asNav)).toContain('workExperience');
    expect(names(asNav)).not.toContain('interests');
    expect(asNav.data.note ?? null).toBeNull();
    expect(names(asImdi)).toContain('interests');
  });

  it('shows no more of it to who asks within a fragment, and tells nobody of types that only others reach', async () => {
    const type = (name: string) => `__type(name: "${name}") { name fields { name } }`;
    const query = `query { ...Hidden ... on Query { interest: ${type('Interest')} } }
      fragment Hidden on Query { ${type('Person')} schema: __schema { types { name } } }`;
    const { data } = await gateway.ask('nav', undefined, query);
    const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);
    expect(data.interest).toBeNull();
    expect(names(data.schema.types)).not.toContain('Interest');
    expect(names(data.__type.fields)).not.toContain('interests');
    expect(names(data.__type.fields)).toContain('workExperience');
  });
});
