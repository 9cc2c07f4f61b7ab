import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const settler = { ...(rowCallers['IMDi, settlement'] as Caller), officer: 'officer-one' };

describe('an act that hides a person from whoever does it', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let people: { id: string }[];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    people = await database.owner<{ id: string }[]>`
      select id from profile.person where id not in (select person_id from access.restriction)
        and id not in (select person_id from consent.rights_request) order by id limit 3`;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  it.each([
    ['protectAddress', 'reason: "Trues."'],
    ['restrictProcessing', ''],
    ['objectToProcessing', 'purpose: SETTLEMENT'],
  ])('answers null when it is done, and says so before: %s', async (name, args) => {
    const { id } = people.pop() ?? {};
    const { data, errors } = await gateway.askAs(
      settler,
      `mutation { act: ${name}(personId: "${id}", ${args}) { id } }`,
    );
    expect({ data, errors }).toEqual({ data: { act: null }, errors: [] });
    expect((await gateway.askAs(settler, `{ person(id: "${id}") { id } }`)).data.person).toBe(null);
    const described = await gateway.askAs(
      settler,
      '{ __type(name: "Mutation") { fields { name description } } }',
    );
    const { description } = described.data.__type.fields.find(
      (field: { name: string }) => field.name === name,
    );
    expect(description.replaceAll('\n', ' ')).toContain(
      'Answers the person; `null` without an error when it is done and the caller no longer sees the person.',
    );
  });
});
