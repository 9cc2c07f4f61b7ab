import { demoCallers } from '@kompass/gateway';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, type Said } from '../support/desk.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';

const cases = demoCallers().flatMap(({ name, purposes }) => purposes.map((purpose) => ({ name, purpose })));

/** The desk's answers; the transport does not matter to them. */
const contracts = new Map<string, Promise<Said>>();

describe.each(transports)('introspection, subgraphs %s', { timeout: 120_000 }, (transport) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(transport);
  });
  afterAll(() => gateway.close());

  it.each(cases)(
    'gives $name for $purpose what `npm run policy -- schema` prints',
    async ({ name, purpose }) => {
      const { data, errors } = await gateway.ask(name, purpose, getIntrospectionQuery());
      expect(errors).toEqual([]);
      // A supplier is shown what the organisation is that it acts for.
      const caller = `${name === 'supplier' ? 'municipality' : name}/${purpose}`;
      contracts.set(caller, contracts.get(caller) ?? desk('schema', caller));
      const text = (await contracts.get(caller))?.text ?? '';
      const sorted = (schema: ReturnType<typeof buildSchema>) => printSchema(lexicographicSortSchema(schema));
      expect(sorted(buildClientSchema(data))).toBe(sorted(buildSchema(text)));
    },
  );
});
