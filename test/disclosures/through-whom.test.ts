import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import type { Caller } from '@kompass/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organisations } from '../support/callers.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const names = '{ persons(first: 1) { edges { node { name } } } }';
const nav: Caller = {
  party: 'NAV',
  purpose: 'EMPLOYMENT_GUIDANCE',
  clearances: [],
  organisation: organisations.nav,
  officer: 'Z990001',
};
/** A company, that no list of ours names. */
const company = '310000000';

describe.each(transports)('who looked, and through whose system, subgraphs %s', (transport) => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeEach(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway(transport, { databaseUrl: database.url });
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });
  const logged = () => database.owner`
    select organisation, supplier, officer from consent.disclosure where party = 'NAV' order by seq`;

  it('is in the log, for tokens that differ in nothing else too', async () => {
    const suppliers = [company, undefined, organisations.bergen, company, undefined];
    const tokens = await Promise.all(
      suppliers.map((supplier) => gateway.tokenFor({ ...nav, ...(supplier && { supplier }) })),
    );
    // The second time the gateway knows the tokens.
    for (const token of [...tokens, ...tokens])
      expect((await gateway.send({ authorization: `Bearer ${token}` }, { query: names })).errors).toEqual([]);
    expect(await logged()).toEqual(
      [...suppliers, ...suppliers].map((supplier) => ({
        organisation: organisations.nav,
        supplier: supplier ?? null,
        officer: 'Z990001',
      })),
    );
    expect(await verifyDisclosures(database.url, [])).toEqual({ sound: 10, broken: undefined });
  });

  it('changes nothing of what the organisation sees', async () => {
    const query =
      '{ persons(first: 20) { totalCount edges { node { id name interests { description } } } } }';
    const itself = await gateway.askAs(nav, query);
    expect(itself.data.persons.totalCount).toBeGreaterThan(20);
    expect(await gateway.askAs({ ...nav, supplier: company }, query)).toEqual(itself);
  });

  it.each<[string, string, RegExp, string, RegExp]>([
    [
      'a company, by its number',
      company,
      /Opplysningene gikk gjennom datasystemet til virksomheten med organisasjonsnummer 310000000\.$/,
      'virksomheten med organisasjonsnummer 310000000',
      /Your data went through the computer system of the organisation with the number 310000000\.$/,
    ],
    [
      'a municipality, by its name',
      organisations.bergen,
      /Opplysningene gikk gjennom datasystemet til Bergen kommune\.$/,
      'Bergen kommune',
      /Your data went through the computer system of the municipality of Bergen\.$/,
    ],
    [
      'a county, by its name',
      organisations.vestland,
      /Opplysningene gikk gjennom datasystemet til Vestland fylkeskommune\.$/,
      'Vestland fylkeskommune',
      /Your data went through the computer system of the county of Vestland\.$/,
    ],
    [
      'NAV, by its name',
      organisations.nav,
      /Opplysningene gikk gjennom datasystemet til NAV\.$/,
      'NAV',
      /Your data went through the computer system of NAV\.$/,
    ],
  ])('is read by the person and by the privacy officer: %s', async (_what, supplier, nb, name, en) => {
    const { id } = (await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id } }')).data.me;
    for (const caller of [nav, { ...nav, supplier }])
      expect((await gateway.askAs(caller, `{ person(id: "${id}") { name } }`)).errors).toEqual([]);
    /** NAV's looks, the latest first, as somebody reads them. */
    const read = async (caller: string, language: string) => {
      const seen = 'disclosures { edges { node { text organisation supplier supplierNumber } } }';
      const { data, errors } = await gateway.send(
        {
          authorization: `Bearer ${await gateway.token(caller)}`,
          'kompass-purpose': 'DATA_SUBJECT_RIGHTS',
          'accept-language': language,
        },
        { query: `{ person(id: "${id}") { ${seen} } }` },
      );
      expect(errors).toEqual([]);
      return data.person.disclosures.edges.flatMap(({ node }: { node: { organisation: string } }) =>
        node.organisation === 'NAV' ? [node] : [],
      );
    };
    for (const reader of ['person', 'imdi-privacy']) {
      const entries = await read(reader, 'nb');
      expect(entries).toEqual([
        { text: expect.stringMatching(nb), organisation: 'NAV', supplier: name, supplierNumber: supplier },
        {
          text: expect.stringMatching(/^NAV så navnet ditt .* for å .* få arbeid i Norge\.$/),
          organisation: 'NAV',
          supplier: null,
          supplierNumber: null,
        },
      ]);
      expect(entries[0].text).toMatch(/^NAV så navnet ditt .* for å .* få arbeid i Norge\. Opplysningene/);
      expect((await read(reader, 'en'))[0].text).toMatch(en);
    }
  });
});
