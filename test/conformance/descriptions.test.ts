import { readSdl, subgraphNames } from '@kompass/schema';
import { parse, visit } from 'graphql';
import { expect, it } from 'vitest';

/** Whatever a reader of Sandbox can open. */
const described = [
  'ObjectTypeDefinition',
  'InputObjectTypeDefinition',
  'EnumTypeDefinition',
  'ScalarTypeDefinition',
  'FieldDefinition',
  'InputValueDefinition',
  'EnumValueDefinition',
];
const roots = ['Query', 'Mutation'];

it.each(subgraphNames)('%s tells what each type, field, argument and enum value is', (name) => {
  const silent: string[] = [];
  const within: string[] = [];
  visit(parse(readSdl(name)), {
    enter(node) {
      if (!('name' in node) || !node.name || !described.includes(node.kind)) return;
      within.push(node.name.value);
      const isRoot = within.length === 1 && roots.includes(node.name.value);
      if (!isRoot && !('description' in node && node.description?.value)) silent.push(within.join('.'));
    },
    leave(node) {
      if ('name' in node && node.name && described.includes(node.kind)) within.pop();
    },
  });
  expect(silent).toEqual([]);
});
