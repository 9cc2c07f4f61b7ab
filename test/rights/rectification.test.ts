import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;

describe('what is wrong is corrected in every part of Kompass', { timeout: 60_000 }, () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let person: { id: string; duf: string };
  let themself: Caller;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
    const [found] = await database.owner<{ id: string; duf: string }[]>`
      select person.id, duf_number as duf from profile.person
      join guidance.result on result.person_id = person.id
      join settlement.matching on matching.person_id = person.id
      where person.id in (select person_id from profile.work_experience)
        and person.id not in (select person_id from consent.rights_request) order by person.id limit 1`;
    if (!found) throw new Error('nobody has what the test needs');
    person = found;
    themself = { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber: found.duf };
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const ask = async (fields: string) => (await gateway.askAs(themself, `{ me { ${fields} } }`)).data.me;
  /** Demands a rectification, has it granted, and waits until it is done. */
  const correct = async (input: string) => {
    const demanded = await gateway.askAs(
      themself,
      `mutation { requestRectification(personId: "${person.id}", input: { ${input} }) { problems { code path } } }`,
    );
    expect(demanded.data.requestRectification.problems).toEqual([]);
    const latest = async () =>
      (
        await ask(`processing { rightsRequests { id status rectification { field entry correction }
          execution { completedAt steps { subgraph outcome } } } }`)
      ).processing.rightsRequests[0];
    const { id } = await latest();
    const decided = await gateway.askAs(
      officer,
      `mutation { decideRequest(personId: "${person.id}", requestId: "${id}", decision: GRANT, reason: "Dokumentert.") {
        problems { message } } }`,
    );
    expect(decided.data.decideRequest.problems).toEqual([]);
    for (let time = 0; time < 300; time += 1) {
      const request = await latest();
      if (request.status === 'GRANTED') {
        const steps = request.execution.steps.map(
          ({ subgraph, outcome }: { subgraph: string; outcome: string }) => [subgraph, outcome],
        );
        return Object.fromEntries(steps) as Record<string, string>;
      }
      expect(request.status).toBe('CARRYING_OUT');
      await sleep(100);
    }
    throw new Error('the rectification was never done');
  };

  it('who the person is, and what rests on nothing of it stays', async () => {
    expect(await correct('field: "Person.name", correction: "Nytt Navn", grounds: "Vigselsattest."')).toEqual(
      {
        profile: 'CORRECTED',
        guidance: 'NOTHING_HELD',
        settlement: 'NOTHING_HELD',
        consent: 'NOTHING_HELD',
      },
    );
    expect(await ask('name')).toEqual({ name: 'Nytt Navn' });
  });

  it('an entry of a section, and what was worked out from it is marked', async () => {
    const outcomes = await correct('field: "WorkExperience.employer", entry: 1, correction: "Riktig firma"');
    expect(outcomes).toEqual({
      profile: 'CORRECTED',
      guidance: 'MARKED',
      settlement: 'MARKED',
      consent: 'NOTHING_HELD',
    });
    const { guidance, settlement } = await ask(
      'guidance { result { outdatedSince } } settlement { matchingBasis { outdatedSince } }',
    );
    expect(guidance.result.outdatedSince).toEqual(expect.any(String));
    expect(settlement.matchingBasis.outdatedSince).toEqual(expect.any(String));
    expect((await ask('workExperience { employer }')).workExperience[0]).toEqual({
      employer: 'Riktig firma',
    });
  });

  it('which makes a new version of the section, and is a change that the person reads of', async () => {
    const { registration, history } = await ask(`registration { sections { section version } }
      history(first: 2) { edges { node { kind section version organisation text
        before { workExperience { employer } } after { workExperience { employer } } } } }`);
    const version = registration.sections.find(
      ({ section }: { section: string }) => section === 'WORK_EXPERIENCE',
    ).version;
    const [entry, name] = history.edges.map(({ node }: { node: unknown }) => node);
    expect(entry).toMatchObject({
      kind: 'RECTIFIED',
      section: 'WORK_EXPERIENCE',
      version,
      organisation: 'IMDi',
      text: expect.stringMatching(/^IMDi rettet arbeidserfaringen din /),
    });
    expect(version).toBeGreaterThan(1);
    expect(entry.before.workExperience[0].employer).not.toBe('Riktig firma');
    expect(entry.after.workExperience[0].employer).toBe('Riktig firma');
    expect(name).toMatchObject({
      kind: 'RECTIFIED',
      section: null,
      text: expect.stringMatching(/^IMDi rettet opplysninger om deg /),
    });
  });

  it('by taking out what should not be there at all', async () => {
    await database.owner`update profile.wishes set counsellor_note = 'Feil person.' where person_id = ${person.id}`;
    await database.owner`insert into profile.wishes (person_id, counsellor_note) values (${person.id}, 'Feil person.')
      on conflict (person_id) do nothing`;
    const outcomes = await correct('field: "Wishes.counsellorNote"');
    expect(outcomes['profile']).toBe('CORRECTED');
    expect((await ask('wishes { counsellorNote }')).wishes).toEqual({ counsellorNote: null });
  });

  it('and says so when the correction does not fit what is registered by then', async () => {
    const before = await ask('workExperience { from to }');
    const outcomes = await correct('field: "WorkExperience.from", entry: 99, correction: "2015-01-01"');
    expect(outcomes['profile']).toBe('DOES_NOT_FIT');
    expect(await ask('workExperience { from to }')).toEqual(before);
  });
});
