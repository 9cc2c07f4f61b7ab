import { buildSubgraphSchema } from '@apollo/subgraph';
import { rooms } from '@kompass/gateway';
import { createLog, type OpenRoom, openRoom } from '@kompass/runtime';
import {
  type Caller,
  type Policy,
  parties,
  policyInForce,
  purposesOf,
  readSdl,
  type SubgraphName,
} from '@kompass/schema';
import fc from 'fast-check';
import { type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { organisations, rowCallers } from '../support/callers.js';
import { randomOperation, type Words } from '../support/random-operation.js';
import { rememberedDatabase } from '../support/remembered-database.js';

/** Pairs of an operation and a caller, and which share each room has: a list of all municipalities takes its time. */
const pairs = Number(process.env['PAIRS'] ?? 10_000);
const shares = { profile: 0.45, consent: 0.25, guidance: 0.25, settlement: 0.05 };

interface Both {
  readonly fast: OpenRoom;
  readonly shield: OpenRoom;
  /** All that can be asked; and, as the gateway mostly does, of entities alone. */
  readonly schemas: readonly [GraphQLSchema, GraphQLSchema];
}

describe('the fast path', () => {
  const opened = new Map<SubgraphName, Both>();
  let words: Words;
  let callers: readonly Caller[];
  beforeAll(async () => {
    const log = createLog('test', 'silent', true);
    const url = inject('databaseUrl');
    const sql = postgres(url, { max: 1 });
    const persons = await sql<
      { id: string; duf: string }[]
    >`select id, duf_number as duf from profile.person order by id limit 8`;
    for (const room of rooms) {
      // Rows come from a memory of what the most trusted caller sees: here it is the rules that decide.
      const openDatabase = rememberedDatabase(rowCallers['IMDi, privacy officer, cleared']);
      const fast = openRoom(room, url, log, { openDatabase });
      const shield = openRoom(room, url, log, { openDatabase, shieldAlways: true });
      opened.set(room.name, {
        fast,
        shield,
        schemas: [schemaOf(room.name, []), schemaOf(room.name, ['Query', 'Mutation'])],
      });
    }
    await sql.end();
    words = (scalar, argument, dice) => {
      const one = persons[dice(persons.length)];
      if (scalar === 'ID') return dice(8) > 0 ? one?.id : '0a0a0a0a-0000-4000-8000-00000000a001';
      if (scalar === '_Any') return { __typename: 'Person', id: one?.id };
      if (scalar === 'DufNumber') return one?.duf;
      if (scalar === 'Int' && argument === 'first') return dice(12) > 0 ? 1 + dice(3) : 0;
      if (scalar === 'DateTime') return '2026-06-01T00:00:00Z';
      if (scalar === 'Date') return '2026-06-01';
      if (scalar === 'LanguageCode') return ['eng', 'ukr', 'ara'][dice(3)];
      if (scalar === 'CountryCode') return 'UA';
      if (scalar === 'String' && argument !== 'after') return ['4601', '46', '7', '7112'][dice(4)];
      return undefined;
    };
    const organisation = {
      IMDI: organisations.imdi,
      NAV: organisations.nav,
      MUNICIPALITY: organisations.bergen,
      CAREER_CENTRE: organisations.vestland,
      RESEARCH: '971526920',
    };
    const kinds = parties.flatMap((party) =>
      ([[], ['PRIVACY_OFFICER']] as const)
        .filter((held) => held.length === 0 || party === 'IMDI')
        .flatMap((held) => purposesOf(party, held).map((purpose) => ({ party, purpose, clearances: held }))),
    );
    callers = kinds.map((kind) =>
      kind.party === 'PERSON'
        ? { ...kind, dufNumber: persons[0]?.duf ?? '' }
        : { ...kind, organisation: organisation[kind.party] },
    );
  });
  afterAll(async () => {
    for (const { fast, shield } of opened.values()) await Promise.all([fast.close(), shield.close()]);
  });

  /** Tries random operations with every caller on both ways; tells how many were granted whole. */
  const compare = async (name: SubgraphName, policy: Policy, operations: number) => {
    const { fast, shield, schemas } = opened.get(name) as Both;
    let whole = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { query, variables } = randomOperation(schemas[seed & 3 ? 1 : 0], seed, words, 3);
        fc.pre(!query.startsWith('mutation'));
        const [one, other] = [fast.prepare(query), shield.prepare(query)];
        for (const caller of callers) {
          const answers = await Promise.all([
            one.execute(variables, caller, policy),
            other.execute(variables, caller, policy),
          ]);
          const [answer, expected] = answers.map(comparable);
          if (answer !== expected)
            expect(
              answer,
              `${caller.party} for ${caller.purpose}: ${query} ${JSON.stringify(variables)}`,
            ).toBe(expected);
          if (!expected?.includes('"FORBIDDEN"')) whole += 1;
          if (expected?.includes('"message"')) failed += 1;
        }
      }),
      { numRuns: operations, endOnFailure: true },
    );
    return { whole, failed };
  };

  it.each(rooms.map(({ name }) => name))(
    'answers any operation on %s as graphql-shield’s own middleware does, to every kind of caller',
    async (name) => {
      const operations = Math.ceil((pairs * shares[name]) / callers.length);
      const { whole, failed } = await compare(name, policyInForce(), operations);
      // Neither way of the two would be tested if all were granted, or nothing.
      expect(whole).toBeGreaterThan((operations * callers.length) / 10);
      expect(failed).toBeGreaterThan((operations * callers.length) / 20);
    },
    120_000,
  );

  it.each([
    ['profile', 'Person.gender'],
    ['profile', 'Person.citizenships'],
  ] as const)(
    'would be found out on %s if it took %s for granted to everybody',
    async (name, coordinate) => {
      const policy = policyInForce();
      const planted: Policy = {
        ...policy,
        decide: (asked, caller) => (asked === coordinate ? 'allow' : policy.decide(asked, caller)),
      };
      await expect(compare(name, planted, 1_000)).rejects.toThrow(/Property failed/);
    },
    120_000,
  );
});

function schemaOf(name: SubgraphName, without: readonly string[]): GraphQLSchema {
  const document = parse(readSdl(name));
  const definitions = document.definitions.filter(
    (node) => node.kind !== 'ObjectTypeDefinition' || !without.includes(node.name.value),
  );
  return buildSubgraphSchema({ typeDefs: { ...document, definitions } });
}

/**
 * Everything that a client could see. In which order fields fail is nobody's promise, nor which of a refused field's
 * places is named.
 */
function comparable({ data, errors = [] }: ExecutionResult): string {
  const visible = errors
    .map(({ message, path, locations, extensions }) =>
      extensions['code'] === 'FORBIDDEN' ? { message, extensions } : { message, path, locations, extensions },
    )
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  // Cursors are sealed anew each time.
  return JSON.stringify({ data, errors: visible }).replace(/"[\w-]{40,}"/g, '"cursor"');
}
