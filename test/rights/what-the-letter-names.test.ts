import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

const law = 'integreringsloven § 41, integreringsforskriften § 47';
const datatilsynet = 'https://www.datatilsynet.no/rettigheter-og-plikter/den-registrertes-rettigheter/';
const contactPoints = [
  { role: 'CONTROLLER', email: 'post@imdi.no', url: 'https://www.imdi.no/om-imdi/personvern/' },
  { role: 'DATA_PROTECTION_OFFICER', email: 'personvernombud@imdi.no', url: null },
  { role: 'SUPERVISORY_AUTHORITY', email: null, url: datatilsynet },
];
const addresses = contactPoints.flatMap(({ email, url }) => [email, url]).filter((each) => each !== null);

describe('what the letter names, Kompass tells the person', () => {
  let gateway: TestGateway;
  /** What is answered when asked, and what the person takes out as data and as a document. */
  let told: { readonly answer: Told; readonly data: Told; readonly page: string };
  beforeAll(async () => {
    gateway = await startTestGateway();
    const headers = { authorization: `Bearer ${await gateway.token('person')}` };
    const { data } = await ask(
      '{ purposes: processingPurposes { purpose legalBasis } contactPoints { role email url } }',
    );
    const [json, html] = await Promise.all(
      ['json', 'html'].map((format) => fetch(`${gateway.url}/export.${format}`, { headers })),
    );
    told = { answer: data, data: await json?.json(), page: (await html?.text()) ?? '' };
  });
  afterAll(() => gateway.close());
  const ask = (query: string) => gateway.ask('person', 'DATA_SUBJECT_RIGHTS', query);

  it('the law that each use of the data rests on', () => {
    const { answer, data, page } = told;
    const uses = ({ purposes }: Told) =>
      purposes.filter(({ purpose }) => purpose !== 'DATA_SUBJECT_RIGHTS').map(({ legalBasis }) => legalBasis);
    expect(uses(answer)).toHaveLength(7);
    for (const each of [answer, data])
      expect(uses(each)).toEqual(uses(each).map(() => expect.stringContaining(law)));
    for (const legalBasis of uses(answer)) expect(page).toContain(`<dd>${legalBasis}</dd>`);
  });

  it('the addresses to turn to, which are those in the letter and no others', async () => {
    const { answer, data, page } = told;
    for (const each of [answer, data]) {
      expect(each.contactPoints).toHaveLength(contactPoints.length);
      expect(each.contactPoints).toMatchObject(contactPoints);
    }
    for (const address of addresses) expect(page).toContain(address);
    for (const language of ['NB', 'EN']) {
      const { text } = (await ask(`{ notice(language: ${language}) { text } }`)).data.notice;
      const named: string[] = text.match(/https:[^\s,]+\/|[\w.]+@[\w.]+\w/g);
      expect(named.sort()).toEqual([...addresses].sort());
    }
  });
});

interface Told {
  readonly purposes: readonly { readonly purpose: string; readonly legalBasis: string }[];
  readonly contactPoints: readonly object[];
}
