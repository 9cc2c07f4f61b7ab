import { type AnyNode, type Options, parse, parseExpressionAt } from 'acorn';

const options: Options = { ecmaVersion: 'latest', sourceType: 'module', locations: true };

/** What a condition of a word may be made of. */
const comparing = new Set([
  'ArrowFunctionExpression',
  'LogicalExpression',
  'BinaryExpression',
  'UnaryExpression',
  'MemberExpression',
  'CallExpression',
  'Identifier',
  'Literal',
]);

/**
 * What a function of a word looks at or does besides comparing what it is given.
 * @param condition as written
 * @returns nothing when it does not
 */
export function looksElsewhere(condition: string): string | undefined {
  const code = parseExpressionAt(condition, 0, options);
  const given = new Set(code.type === 'ArrowFunctionExpression' ? code.params.flatMap(namesIn) : []);
  for (const node of nodesIn(code)) {
    if (!comparing.has(node.type)) return condition.slice(node.start, node.end);
    if (node.type === 'CallExpression' && node.callee.type !== 'MemberExpression')
      return condition.slice(node.start, node.end);
    if (node.type === 'Identifier' && !given.has(node.name)) return node.name;
  }
  return undefined;
}

/** What a word compares a property of the caller with. */
interface Compared {
  readonly property: string;
  readonly text: string;
}

/**
 * The texts that a function of a word compares the caller with: by `===` and `!==`, and by `includes`.
 * @param condition as written
 */
export function comparedWith(condition: string): readonly Compared[] {
  const code = parseExpressionAt(condition, 0, options);
  const caller = code.type === 'ArrowFunctionExpression' ? code.params.flatMap(namesIn)[0] : undefined;
  const compared = (one: AnyNode | undefined, other: AnyNode | undefined): Compared[] => {
    if (one?.type !== 'MemberExpression' || one.computed || one.property.type !== 'Identifier') return [];
    if (one.object.type !== 'Identifier' || one.object.name !== caller) return [];
    if (other?.type !== 'Literal' || typeof other.value !== 'string') return [];
    return [{ property: one.property.name, text: other.value }];
  };
  return [...nodesIn(code)].flatMap((node) => {
    if (node.type === 'BinaryExpression')
      return [...compared(node.left, node.right), ...compared(node.right, node.left)];
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
      return compared(node.callee.object, node.arguments[0]);
    return [];
  });
}

/** The texts in a function. */
export function textsIn(code: string): readonly string[] {
  return [...nodesIn(parseExpressionAt(code, 0, options))].flatMap((node) =>
    node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [],
  );
}

/** Something that a file does besides saying what is. */
interface Doing {
  readonly line: number;
  readonly says: string;
  readonly remedy: string;
}

/**
 * What a file of the policy does besides saying what is: looking at the time, at the machine or at chance, changing
 * what was said, or saying something twice, of which only the last would count.
 * @param code without types
 */
export function moreThanSaid(code: string): readonly Doing[] {
  const nodes = [...nodesIn(parse(code, options))];
  const known = new Set([...nodes.flatMap(namesMade), 'undefined']);
  return nodes.flatMap((node): Doing[] => {
    const at = { line: node.loc?.start.line ?? 1 };
    const text = code.slice(node.start, node.end).split('\n')[0] ?? '';
    if (node.type === 'Identifier' && !known.has(node.name))
      return [
        {
          ...at,
          says: `looks at ${node.name}, which is not in the policy`,
          remedy: 'name only what the file says or imports, so that it says the same everywhere and always',
        },
      ];
    if (changing.has(node.type) || (node.type === 'VariableDeclaration' && node.kind !== 'const'))
      return [{ ...at, says: `changes what is said (${text})`, remedy: 'say each thing once, with const' }];
    if (node.type === 'Property' && (node.kind !== 'init' || node.computed))
      return [{ ...at, says: `works out a name or a value (${text})`, remedy: 'write it out' }];
    if (node.type !== 'ObjectExpression') return [];
    const names = node.properties.map((each) => (each.type === 'Property' ? keyOf(each.key) : undefined));
    return node.properties.flatMap((each, index) => {
      const name = names[index];
      if (name === undefined || names.indexOf(name) === index) return [];
      return [
        {
          line: each.loc?.start.line ?? 1,
          says: `says ${name} twice, and only the last would count`,
          remedy: 'keep one of them',
        },
      ];
    });
  });
}

const changing = new Set([
  'AssignmentExpression',
  'UpdateExpression',
  'NewExpression',
  'ThisExpression',
  'AwaitExpression',
  'ImportExpression',
  'MetaProperty',
]);

function keyOf(key: AnyNode): string | undefined {
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
}

/** A node and those beneath it, without the names that only say which property is meant. */
function* nodesIn(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const [part, value] of Object.entries(node)) {
    const isName =
      (node.type === 'MemberExpression' && part === 'property' && !node.computed) ||
      (node.type === 'Property' && part === 'key' && !node.computed) ||
      ((node.type === 'ImportSpecifier' || node.type === 'ExportSpecifier') && part !== 'local');
    if (isName) continue;
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) yield* nodesIn(each);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The names that a node makes. */
function namesMade(node: AnyNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesIn(node.id);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local.name];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [...(node.id ? [node.id.name] : []), ...node.params.flatMap(namesIn)];
    default:
      return [];
  }
}

/** The names in a pattern. */
function namesIn(pattern: AnyNode): string[] {
  return [...nodesIn(pattern)].flatMap((node) => (node.type === 'Identifier' ? [node.name] : []));
}
