import { policyInForce, problems, type Rules } from '@kompass/schema';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

const rules = policyInForce().rules.profile;
const rule = (coordinate: string) => {
  const [type = '', field = ''] = coordinate.split('.');
  const found = rules[type]?.[field];
  if (!found) throw new Error(`the profile's rules no longer name ${coordinate}`);
  return found;
};
const everyone = rule('PageInfo.endCursor');
const notNav = rule('Person.age');
const inTheCase = rule('Person.name');

describe('a room refuses to open', () => {
  const cases: { name: string; sdl: string; rules: Rules; says: string }[] = [
    {
      name: 'when a field has no rule',
      sdl: 'type Query { one: Int two: Int }',
      rules: { Query: { one: everyone } },
      says: 'Query.two has no rule',
    },
    {
      name: 'when a rule names no field',
      sdl: 'type Query { one: Int }',
      rules: { Query: { one: everyone, tow: everyone } },
      says: 'Query.tow has a rule but is not in the schema',
    },
    {
      name: 'when a deniable field is non-null',
      sdl: 'type Query { person: Person } type Person { name: String age: Int! }',
      rules: { Query: { person: inTheCase }, Person: { name: inTheCase, age: notNav } },
      says: 'Person.age can be denied but is non-null',
    },
    {
      name: 'when the schema holds an interface, which rules do not cover',
      sdl: 'type Query { one: Named } interface Named { name: String } type Person implements Named { name: String }',
      rules: { Query: { one: everyone }, Person: { name: everyone } },
      says: 'Named is an interface or a union',
    },
  ];
  it.each(cases)('$name, and names the coordinate', ({ sdl, rules, says }) => {
    expect(problems(buildSchema(sdl), rules)).toEqual([expect.stringContaining(says)]);
  });

  it('but not for a non-null field that everybody who gets there may see', () => {
    const sdl = 'type Query { person: Person } type Person { name: String! }';
    expect(problems(buildSchema(sdl), { Query: { person: inTheCase }, Person: { name: inTheCase } })).toEqual(
      [],
    );
  });
});
