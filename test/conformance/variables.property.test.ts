import { coercionOf } from '@kompass/runtime';
import fc from 'fast-check';
import { buildSchema, type GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { expect, it } from 'vitest';

const schema = buildSchema(`
  scalar Anything
  enum Colour { RED GREEN }
  input Filter { name: String! colour: Colour = RED, not: [Filter!] }
  type Query { a: Int }
`);

const type = fc.oneof(
  ...['Int', 'Float', 'String', 'ID', 'Boolean', 'Anything', 'Colour', 'Filter', 'Query', 'Nothing'].map(
    (name) => fc.constantFrom(name, `${name}!`, `[${name}]`, `[${name}!]!`, `[[${name}!]]`),
  ),
);
const name = fc.constantFrom('a', 'b', 'constructor', '__proto__', 'toString');
const value = fc.oneof(
  { maxDepth: 3, withCrossShrink: true },
  fc.constantFrom<unknown>(
    'RED',
    'BLUE',
    'x',
    '7',
    7,
    -0,
    7.5,
    2 ** 40,
    Number.NaN,
    true,
    null,
    undefined,
    '',
    'x'.repeat(2_000),
  ),
  fc.array(fc.constantFrom<unknown>('RED', 1, null, undefined, 'x', [1], ['RED', null])),
  fc.record(
    { name: fc.constantFrom<unknown>('x', null, 3), colour: fc.constantFrom<unknown>('RED', 'BLUE') },
    {
      requiredKeys: [],
    },
  ),
  fc.anything({ maxDepth: 2 }),
);
const asked = fc
  .uniqueArray(fc.tuple(name, type, fc.constantFrom('', ' = null', ' = 3', ' = "x"', ' = RED', ' = [RED]')), {
    maxLength: 4,
    selector: ([each]) => each,
  })
  .map((variables) => variables.map(([each, of, standard]) => `$${each}: ${of}${standard}`).join(', '));
/** An error as a client is told it; of a long message, how it begins and ends. */
const told = ({ message, locations, extensions }: GraphQLError) => ({
  begins: message.slice(0, 150),
  ends: message.slice(-150),
  locations,
  extensions,
});
const given = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs));

it('variables are read, and refused, as graphql-js reads and refuses them, but never at length', () => {
  fc.assert(
    fc.property(asked, given, (declared, variables) => {
      const { definitions } = parse(`query ${declared && `(${declared})`} { a }`);
      const [operation] = definitions as readonly OperationDefinitionNode[];
      expect(operation?.kind).toBe(Kind.OPERATION_DEFINITION);
      const declarations = operation?.variableDefinitions ?? [];
      const theirs = getVariableValues(schema, declarations, variables, { maxErrors: 2 });
      const ours = coercionOf(schema, declarations, 2)(variables);
      expect(ours.coerced).toEqual(theirs.coerced);
      expect(Object.keys(ours.coerced ?? {})).toEqual(Object.keys(theirs.coerced ?? {}));
      expect(ours.errors?.map(told)).toEqual(theirs.errors?.map(told));
      for (const { message } of ours.errors ?? []) expect(message.length).toBeLessThanOrEqual(800);
    }),
    { numRuns: 5_000 },
  );
});
