import { Supergraph } from '@apollo/federation-internals';
import { exportOperation } from '@kompass/gateway';
import { type Caller, type Purpose, policyInForce, readSupergraph } from '@kompass/schema';
import { schemaFor } from '@kompass/schema/caller-schema';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { seenBy } from '../support/matrix.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const api: GraphQLSchema = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();

/** Types that lead to persons, answer acts, or hold what is the same for everybody: nobody's own data. */
const nobodysOwn = [
  ...['Query', 'Mutation', 'PersonConnection', 'PersonEdge', 'ResidentConnection', 'ResidentEdge'],
  ...[
    'OccupationConnection',
    'OccupationEdge',
    'IsoLanguageConnection',
    'IsoLanguageEdge',
    'IsoLanguage',
    'Country',
  ],
  ...['County', 'ProcessingPurpose', 'ContactPoint', 'Problem', 'ReceptionCentre', 'Municipality'],
];
const isOwn = (coordinate: string): boolean => {
  const type = coordinate.split('.')[0] ?? '';
  if (coordinate === 'FamilyGroup.members') return false; // other persons
  return !nobodysOwn.includes(type) && !type.endsWith('Payload');
};

describe('a person takes everything out', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let id: string;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    id = (await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id } }')).data.me.id;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  const take = async (format: 'json' | 'html', caller = 'person', headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/export.${format}`, {
      headers: { authorization: `Bearer ${await gateway.token(caller)}`, ...headers },
    });

  it('asks for every field that the person is granted beneath a person', () => {
    const person: Caller = { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [] };
    const { coordinates } = exportOperation(schemaFor(api, person, policyInForce()), 'NB');
    const granted = [...seenBy].filter(([, columns]) => columns.includes('PERSON')).map(([each]) => each);
    expect(granted.filter((each) => isOwn(each) && !coordinates.has(each))).toEqual([]);
    expect(granted.length).toBeGreaterThan(150);
  });

  it('as JSON, disclosures included, page after page, and is itself in the log', async () => {
    const entries = Array.from({ length: 1_203 }, (_, at) => ({
      personIds: [id],
      party: 'NAV',
      organisation: '889640782',
      supplier: at === 0 ? '310000000' : null,
      officer: `Z${at}`,
      purpose: 'EMPLOYMENT_GUIDANCE',
      operation: null,
      coordinates: ['Person.name'],
      policyVersion: 'test',
      trace: `trace-${at}`,
    }));
    await database.owner`select consent.append_disclosures(${database.owner.json(entries)})`;
    const response = await take('json');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=kompass.json');
    const { person, purposes, contactPoints } = await response.json();
    expect(purposes).toHaveLength(8);
    expect(contactPoints).toHaveLength(3);
    const seen = person.disclosures.edges.map(({ node }: { node: { organisation: string } }) => node);
    expect(seen.filter(({ organisation }: { organisation: string }) => organisation === 'NAV')).toHaveLength(
      1_203,
    );
    expect(
      seen.flatMap(({ supplier, text }: { supplier: string | null; text: string }) =>
        supplier ? [{ supplier, text }] : [],
      ),
    ).toEqual([
      {
        supplier: 'virksomheten med organisasjonsnummer 310000000',
        text: expect.stringContaining('Opplysningene gikk gjennom datasystemet til virksomheten'),
      },
    ]);
    const [other] =
      await database.owner`select name from profile.person where id <> ${id} and name <> ${person.name}`;
    expect(JSON.stringify(person)).not.toContain(other?.['name']);
    expect(person.workExperience[0].counsellorNote ?? person.languages[0].counsellorNote).toBeDefined();
    const logged = await database.owner`
      select coordinates from consent.disclosed where person_id = ${id} and party = 'PERSON' and operation = 'Export'`;
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.flatMap(({ coordinates }) => coordinates)).toContain('WorkExperience.tasks');
  });

  it('as a document in bokmål or English that holds what the JSON holds', async () => {
    const { person } = await (await take('json')).json();
    const norwegian = await take('html', 'person', { 'accept-language': 'nb' });
    expect(norwegian.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(norwegian.headers.get('cache-control')).toBe('no-store');
    expect(norwegian.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    const html = await norwegian.text();
    expect(html).toContain('<html lang="nb">');
    expect(html).not.toMatch(/<script|undefined|\[object|null</);
    const plain = html
      .replace(/<[^>]+>/g, ' ')
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');
    expect(textsOf(person).filter((text) => !plain.includes(text))).toEqual([]);
    expect(textsOf(person).length).toBeGreaterThan(100);
    expect(html).toContain(
      '<dt>Gjennom datasystemet til</dt><dd>virksomheten med organisasjonsnummer 310000000</dd>',
    );
    const english = await (await take('html', 'person', { 'accept-language': 'en' })).text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('Your information in Kompass');
    expect(english).toContain('saw your name on');
    expect(english).toContain(
      '<dt>Through the computer system of</dt><dd>the organisation with the number 310000000</dd>',
    );
  });

  it('with the date of birth, since when they waited for a municipality, and who held a session of guidance', async () => {
    const [stored] = await database.owner`
      select birth_date::text as born, waiting_since::text as waited, centre.name as guided
      from profile.person join settlement.person as settling using (id)
      join guidance.session on session.person_id = settling.id
      join guidance.career_centre as centre on centre.organisation_number = session.career_centre
      where settling.id = ${id} limit 1`;
    const { person } = await (await take('json')).json();
    expect({
      born: person.birthDate,
      waited: person.settlement.waitingSince,
      guided: person.guidance.sessions[0].careerCentre.name,
    }).toEqual(stored);
    const html = await (await take('html', 'person', { 'accept-language': 'nb' })).text();
    const day = (date: string) =>
      new Intl.DateTimeFormat('nb-NO', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    expect(html).toContain(`<dt>Fødselsdato</dt><dd>${day(stored?.['born'])}</dd>`);
    expect(html).toContain(`<dt>Ventet på kommune siden</dt><dd>${day(stored?.['waited'])}</dd>`);
    const english = await (await take('html', 'person', { 'accept-language': 'en' })).text();
    expect(english).toContain('<dt>Date of birth</dt>');
  });

  it('with what was corrected of who they are, before and after', async () => {
    const { owner } = database;
    await owner`insert into profile.change (person_id, at, kind, party, before, after) values (
      ${id}, now(), 'RECTIFIED', 'IMDI', ${owner.json({ citizenships: [] })}, ${owner.json({ citizenships: ['UA'] })})`;
    const html = await (await take('html', 'person', { 'accept-language': 'nb' })).text();
    const nothing = '<span class="nothing">ingenting registrert</span>';
    expect(html).toMatch(
      new RegExp(
        `>Før</h\\d>${nothing}.*?>Etter</h\\d>\\s*<dl><div><dt>Statsborgerskap</dt><dd>Ukraina</dd>`,
        's',
      ),
    );
  });

  it('and reads that the privacy officer saw the date of birth, which nobody else is told', async () => {
    const ask = (caller: string, purpose: Purpose) =>
      gateway.ask(caller, purpose, `{ person(id: "${id}") { birthDate } }`);
    for (const [caller, purpose] of [
      ['imdi', 'SETTLEMENT'],
      ['municipality', 'INTRODUCTION_PROGRAMME'],
      ['nav', 'EMPLOYMENT_GUIDANCE'],
    ] as const)
      expect((await ask(caller, purpose)).data.person).toEqual({ birthDate: null });
    const { data } = await ask('imdi-privacy', 'DATA_SUBJECT_RIGHTS');
    expect(data.person.birthDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const { data: read } = await gateway.ask(
      'person',
      'DATA_SUBJECT_RIGHTS',
      '{ me { disclosures(first: 1) { edges { node { text } } } } }',
    );
    expect(read.me.disclosures.edges[0].node.text).toContain('IMDi så fødselsdatoen din');
  });

  it('and nobody else does, nor for another purpose than one of the person’s', async () => {
    for (const caller of ['nav', 'imdi', 'imdi-privacy', 'municipality'])
      expect((await take('json', caller)).status).toBe(403);
    expect((await take('json', 'person', { 'kompass-purpose': 'SETTLEMENT' })).status).toBe(403);
    const refused = await fetch(`${gateway.url}/export.json`);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('and are told nothing by HEAD, which therefore reads and enters nothing', async () => {
    const entered = () => database.owner`select count(*) from consent.disclosed`;
    const before = await entered();
    for (const path of ['/export.json', '/export.html', '/EXPORT.JSON/']) {
      const response = await fetch(gateway.url + path, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${await gateway.token('person')}` },
      });
      expect(response.status, path).toBe(405);
      expect(response.headers.get('allow'), path).toBe('GET');
    }
    expect(await entered()).toEqual(before);
  });

  it('or nothing, when something cannot be read or entered in the log', async () => {
    await database.owner`revoke execute on function consent.enter_disclosures from kompass_consent`;
    const response = await take('json');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('dufNumber');
    await database.owner`grant execute on function consent.enter_disclosures to kompass_consent`;
    await database.owner`alter table guidance.session rename to elsewhere`;
    expect((await take('html')).status).toBe(503);
    await database.owner`alter table guidance.elsewhere rename to session`;
  });

  it('or nothing, when they are gone before the last page is read', async () => {
    await database.owner.unsafe(`
      create function public.forget() returns trigger language plpgsql security definer as $$
        begin delete from access.relation where person_id = new.person_id and kind = 'SELF'; return null; end $$;
      create trigger forget after insert on consent.disclosure
        for each row when (new.operation = 'Export') execute function public.forget();`);
    const response = await take('json');
    expect(response.status).toBe(503);
    expect((await response.json()).errors[0].extensions).toEqual({ code: 'UNAVAILABLE' });
  });
});

/** Texts that somebody wrote: what is neither a code, a time, a number nor an identifier. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string')
    return /^[A-Z_0-9]+$|^\d{4}-|^[0-9a-f-]{8,}$|^[a-z]{3}$|\./.test(value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value)
    .filter(([key]) => !['cursor', 'endCursor', 'text', 'shown', 'policyVersion', 'fields'].includes(key))
    .flatMap(([, inner]) => textsOf(inner));
}
