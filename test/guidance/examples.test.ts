import { readFileSync } from 'node:fs';
import type { Purpose } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const example = (file: string) =>
  readFileSync(new URL(`../../gateway/src/landing/examples/${file}.graphql`, import.meta.url), 'utf8');

describe('the landing page’s examples of guidance are answered as they say', () => {
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

  const run = async (
    caller: string,
    purpose: Purpose,
    file: string,
    operationName: string,
    variables: object = {},
  ) => {
    const { data, errors } = await gateway.send(
      { authorization: `Bearer ${await gateway.token(caller)}`, 'kompass-purpose': purpose },
      { query: example(file), operationName, variables },
    );
    expect(errors).toEqual([]);
    return data;
  };

  it('a career centre sees what sharing would show to whom, changes the draft and shares it', async () => {
    const asCentre = (operation: string, variables?: object) =>
      run('career-centre', 'CAREER_GUIDANCE', '8-share-a-result', operation, variables);
    const draft = async () => (await asCentre('WhatSharingShows')).personByDufNumber.guidance.resultDrafts[0];
    const { version, sharing } = await draft();
    expect(sharing.recipients.map(({ text }: { text: string }) => text)).toContain(
      'Bergen kommune ser målene og det anbefalte løpet, for introduksjonsprogrammet.',
    );
    expect((await asCentre('SaveDraft', { version })).saveResultDraft.problems).toEqual([]);
    const { shown } = (await draft()).sharing;
    expect(shown).not.toBe(sharing.shown);
    const { problems, person } = (await asCentre('Share', { shown })).shareResult;
    expect(problems).toEqual([]);
    expect(person.guidance.result.version).toBe(2);
  });

  it('NAV sees occupations close to the experience, and records guidance', async () => {
    const asNav = (operation: string, variables?: object) =>
      run('nav', 'EMPLOYMENT_GUIDANCE', '9-guidance-on-work', operation, variables);
    const { guidance } = (await asNav('CloseOccupations')).personByDufNumber;
    expect(guidance.suggestedOccupations.length).toBeGreaterThan(0);
    const { problems, person } = (await asNav('RecordGuidance', { givenAt: new Date().toISOString() }))
      .recordEmploymentGuidance;
    expect(problems).toEqual([]);
    expect(person.guidance.employmentGuidance[0].measures).toEqual(['Formidling til arbeidsgiver']);
  });
});
