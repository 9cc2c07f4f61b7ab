import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('a document of which it is not known what to carry out', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let two: string;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    const { data } = await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', '{ me { id } }');
    two = `mutation Complain { complain(personId: "${data.me.id}", grounds: "Noe er feil.") { problems { message } } }
      query Me { me { name } }`;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  const send = async (query: string, operationName?: string) =>
    gateway.send(
      {
        authorization: `Bearer ${await gateway.token('person')}`,
        'kompass-purpose': 'DATA_SUBJECT_RIGHTS',
      },
      { query, operationName },
    );

  it.each([
    ['several operations and no name', () => two, undefined, 'several operations'],
    ['a name that no operation has', () => two, 'Mee', '"Mee"'],
    ['a subscription', () => 'subscription { me }', undefined, 'subscription'],
  ])('is refused, and nothing is done: %s', async (_what, query, operationName, said) => {
    const traces = () => database.owner`
      select (select count(*) from consent.rights_request where "right" = 'COMPLAINT') as complaints,
        (select count(*) from consent.disclosure) as disclosures`;
    const [before] = await traces();
    const { status, data, errors } = await send(query(), operationName);
    expect({ status, data }).toEqual({ status: 400, data: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(said), extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    ]);
    expect(await traces()).toEqual([before]);
  });

  it('is carried out once it is known', async () => {
    expect((await send(two, 'Me')).data.me.name).toEqual(expect.any(String));
  });

  it('has only the variables of the operation that is carried out, whatever the fragments of others need', async () => {
    const query = `query Found($language: LanguageCode!, $named: Boolean!) { ...Found }
      fragment Found on Query { persons(filter: { language: { language: $language } }) { ...Counted } }
      fragment Counted on PersonConnection { totalCount @include(if: $named) }
      query Me { me { ...Named } }
      fragment Named on Person { name }`;
    const { data, errors } = await send(query, 'Me');
    expect(errors).toEqual([]);
    expect(data.me.name).toEqual(expect.any(String));
  });
});
