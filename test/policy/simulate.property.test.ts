import { type Caller, policyInForce, putInForce, type WrittenPolicy } from '@kompass/schema';
import { enteredBy } from '@kompass/schema/checks/reading';
import { loadPolicy } from '@kompass/schema/load-policy';
import { disagreements, simulate } from '@kompass/schema/simulation';
import fc from 'fast-check';
import { GraphQLObjectType, GraphQLSchema, isNonNullType, isObjectType, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type Dice, diceOf, randomOperation } from '../support/random-operation.js';

const enforced = policyInForce();

/** The policy in force with other rules: whoever may see a field is thrown for. */
function randomPolicy(dice: Dice): WrittenPolicy {
  const words = [...enforced.vocabulary.words.keys()];
  const pick = () => words[dice(words.length)] ?? 'anyCaller';
  const rule = (): string =>
    dice(3) === 0 ? pick() : `anyone(${[...new Set(Array.from({ length: 1 + dice(5) }, pick))].join(', ')})`;
  const sources = new Map(enforced.sources);
  for (const name of Object.keys(enforced.rules)) {
    const types = new Map<string, Map<string, string>>();
    for (const { coordinate, file } of enforced.lines) {
      if (file !== `schema/${name}.rules.ts`) continue;
      const [type = '', field = ''] = coordinate.split('.');
      const fields = types.get(type) ?? new Map<string, string>();
      types.set(type, fields.set(field, mustBeGranted(type, field) ? 'anyCaller' : rule()));
    }
    const body = [...types].map(
      ([type, fields]) =>
        `${type}: { ${[...fields].map(([field, text]) => `${field}: ${text}`).join(', ')} }`,
    );
    sources.set(
      `${name}.rules.ts`,
      `import { anyone, ${words.join(', ')} } from './agencies.js';\nexport const ${name}Rules = { ${body.join(', ')} };\n`,
    );
  }
  return loadPolicy(sources);
}

/**
 * A policy that denied what cannot be null, or whom a filter lets through, is refused at start-up; and the ways in are
 * worth going.
 */
function mustBeGranted(type: string, field: string): boolean {
  const definition = enforced.schema.getType(type);
  const isNonNull = isObjectType(definition) && isNonNullType(definition.getFields()[field]?.type);
  return isNonNull || entered.has(`${type}.${field}`) || `${type}.${field}` === 'Person.id';
}
const entered: ReadonlySet<string> = new Set([...enteredBy(enforced).values()].flat());

/** Acts would change what the next operation finds. */
const readable = new GraphQLSchema({ ...enforced.schema.toConfig(), mutation: null });
if (!(readable.getQueryType() instanceof GraphQLObjectType)) throw new Error('there is nothing to read');

const callers: readonly Caller[] = Object.values(rowCallers);

describe.each(transports)('whatever the rules are, subgraphs %s', (transport) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(transport);
  });
  afterAll(async () => {
    putInForce(enforced);
    await gateway.close();
  });

  it('the running system answers what the policy desk simulates', async () => {
    let compared = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const dice = diceOf(seed);
        const policy = randomPolicy(dice);
        putInForce(policy);
        for (let round = 0; round < 6; round += 1) {
          const { query, variables } = randomOperation(readable, dice(2 ** 31));
          if (validate(policy.schema, parse(query)).length > 0) continue;
          const caller = callers[dice(callers.length)] as Caller;
          const simulation = simulate(policy, caller, parse(query), variables);
          refused += simulation.refusals.length;
          const answer = await gateway.askAs(caller, query, variables);
          if (answer.status !== 200 || answer.errors.some(({ extensions }) => unread.has(extensions['code'])))
            continue;
          compared += 1;
          expect({ query, caller, found: disagreements(simulation, answer) }).toEqual({
            query,
            caller,
            found: [],
          });
        }
      }),
      { numRuns: transport === 'in-process' ? 40 : 10 },
    );
    expect(compared).toBeGreaterThan(transport === 'in-process' ? 120 : 30);
    expect(refused).toBeGreaterThan(compared);
  }, 120_000);
});

/** Operations that are not run at all, for what they are. */
const unread = new Set<unknown>(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);
