import {
  type Expression,
  type ImportSpecifier,
  type ObjectExpression,
  type Options,
  type Property,
  parse,
} from 'acorn';
import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { type Mistake, PolicyMistakes } from './mistake.js';
import { anyone, type Rule, type Rules } from './shield.js';

/** A named group of a rule file. */
export interface Group {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What is written above it; empty when nothing is. */
  readonly comment: string;
  readonly rule: Rule;
}

/** One field's rule, as it is written. */
export interface RuleLine {
  readonly coordinate: string;
  readonly file: string;
  readonly line: number;
  /** The rule in its own words. */
  readonly text: string;
  /** What is written above it; empty when nothing is. */
  readonly comment: string;
  readonly rule: Rule;
}

export interface RuleFile {
  readonly groups: readonly Group[];
  readonly lines: readonly RuleLine[];
}

/** Types and positions: acorn's own node type carries the latter, with `locations` on. */
const options: Options = { ecmaVersion: 'latest', sourceType: 'module', locations: true };

/**
 * Reads a rule file. It is read and not run, so that it can hold nothing but what a lawyer reads: words of
 * `agencies.ts`, groups of them made with `anyone`, and a line a field. As TypeScript it is checked by the compiler too.
 * @param file the name that messages tell, from the repository's root
 * @param words what `agencies.ts` exports
 * @throws PolicyMistakes with everything in it that is not of that form
 */
export function readRuleFile(file: string, source: string, words: ReadonlyMap<string, Rule>): RuleFile {
  return new RuleFileReader(file, source, words).read();
}

/** The rules by type and field. */
export function rulesOf(lines: readonly RuleLine[]): Rules {
  const rules: Record<string, Record<string, Rule>> = {};
  for (const { coordinate, rule } of lines) {
    const [type = '', field = ''] = coordinate.split('.');
    rules[type] = { ...rules[type], [field]: rule };
  }
  return rules;
}

class RuleFileReader {
  private readonly mistakes: Mistake[] = [];
  private readonly groups: Group[] = [];
  private readonly lines: RuleLine[] = [];
  private readonly known = new Map<string, Rule>();
  private readonly sourceLines: readonly string[];

  constructor(
    private readonly file: string,
    private readonly source: string,
    private readonly words: ReadonlyMap<string, Rule>,
  ) {
    this.sourceLines = source.split('\n');
  }

  read(): RuleFile {
    for (const statement of this.statements()) {
      if (statement.type === 'ImportDeclaration') {
        const from = String(statement.source.value);
        if (statement.specifiers.length === 0)
          this.note(lineOf(statement), `imports ${from} for what it does`, onlyWords);
        for (const each of statement.specifiers) {
          const { local } = each;
          if (each.type === 'ImportSpecifier' && !isCalled(each.imported, local.name))
            this.note(
              lineOf(each),
              `calls a word of ${from} otherwise, ${local.name}`,
              'import each word under its own name',
            );
          else this.learn(from, local.name, lineOf(each));
        }
        continue;
      }
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') {
        this.note(lineOf(statement), 'does more than name who sees what', logic);
        continue;
      }
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || !init)
          this.note(lineOf(id), 'does more than name who sees what', logic);
        else if (init.type === 'ObjectExpression') {
          if (this.lines.length > 0)
            this.note(
              lineOf(id),
              `has a second list of rules, ${id.name}`,
              'write all rules of the room in one',
            );
          this.readTypes(init);
        } else this.readGroup(id.name, lineOf(id), init);
      }
    }
    if (this.mistakes.length > 0) throw new PolicyMistakes(this.mistakes);
    return { groups: this.groups, lines: this.lines };
  }

  private statements() {
    try {
      return parse(this.source, options).body;
    } catch (error) {
      const { loc, message } = error as SyntaxError & { loc?: { line: number } };
      throw new PolicyMistakes([
        {
          file: this.file,
          line: loc?.line ?? 1,
          says: `cannot be read (${message.replace(/ \(\d+:\d+\)$/, '').toLowerCase()})`,
          remedy: 'look for a missing comma, bracket or quotation mark here or on the line above',
        },
      ]);
    }
  }

  private learn(from: string, name: string, line: number): void {
    if (from !== './agencies.js') this.note(line, `imports ${name} from ${from}`, onlyWords);
    else if (name !== 'anyone') {
      const word = this.words.get(name);
      if (word) this.known.set(name, word);
      else
        this.note(
          line,
          `imports ${name}, which is no word of schema/agencies.ts`,
          `correct it.${didYouMean(suggestionList(name, [...this.words.keys()]))}`,
        );
    }
  }

  private readGroup(name: string, line: number, expression: Expression): void {
    const rule = this.readRule(expression, undefined);
    if (!rule) return;
    if (this.words.has(name))
      this.note(line, `calls a group ${name}, as a word is called`, 'give the group a name of its own');
    this.known.set(name, rule);
    this.groups.push({ name, file: this.file, line, comment: this.commentAbove(line), rule });
  }

  private readTypes(types: ObjectExpression): void {
    for (const [type, { value }, line] of this.entries(types, undefined)) {
      if (value.type !== 'ObjectExpression') {
        this.note(line, 'is ruled as a whole', 'write a line for each of its fields, in { }', type);
        continue;
      }
      for (const [field, property, fieldLine] of this.entries(value, type)) {
        const coordinate = `${type}.${field}`;
        const rule = this.readRule(property.value, coordinate);
        if (rule)
          this.lines.push({
            coordinate,
            file: this.file,
            line: fieldLine,
            text: this.source.slice(property.value.start, property.value.end).replace(/\s+/g, ' '),
            comment: this.commentAbove(fieldLine),
            rule,
          });
      }
    }
  }

  private entries(object: ObjectExpression, type: string | undefined): [string, Property, number][] {
    const seen = new Set<string>();
    return object.properties.flatMap((property): [string, Property, number][] => {
      const line = lineOf(property);
      if (property.type !== 'Property' || property.computed || property.kind !== 'init') {
        this.note(line, 'does more than name who sees what', logic, type);
        return [];
      }
      const { key } = property;
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
      const coordinate = type ? `${type}.${name}` : name;
      if (name === '*') {
        this.note(
          line,
          'opens every field there is and every field to come',
          'name each field, so that free text is never opened by accident',
          coordinate,
        );
        return [];
      }
      if (seen.has(name)) {
        this.note(line, 'is written twice, and only the last would count', 'keep one of them', coordinate);
        return [];
      }
      seen.add(name);
      return [[name, property, line]];
    });
  }

  private readRule(
    expression: Expression | Property['value'],
    coordinate: string | undefined,
  ): Rule | undefined {
    const line = lineOf(expression);
    if (expression.type === 'Identifier') {
      const rule = this.known.get(expression.name);
      if (!rule)
        this.note(
          line,
          `says ${expression.name}, which is neither a word nor a group of this file`,
          forbiddenWords.has(expression.name)
            ? logic
            : this.words.has(expression.name)
              ? 'import it from ./agencies.js'
              : `correct it.${didYouMean(suggestionList(expression.name, [...this.known.keys(), ...this.words.keys()]))}`,
          coordinate,
        );
      return rule;
    }
    if (expression.type === 'CallExpression' && expression.callee.type === 'Identifier') {
      const { name } = expression.callee;
      if (name === 'anyone') {
        const members = expression.arguments.map((argument) =>
          argument.type === 'SpreadElement' ? undefined : this.readRule(argument, coordinate),
        );
        const [first, ...others] = members.filter((each) => each !== undefined);
        if (first && others.length + 1 === members.length) return anyone(first, ...others);
        if (members.length > 0 && !expression.arguments.some(({ type }) => type === 'SpreadElement'))
          return undefined;
      }
      this.note(line, `says ${name}(…)`, logic, coordinate);
      return undefined;
    }
    this.note(line, 'does more than name who sees it', logic, coordinate);
    return undefined;
  }

  /** The comment above a line, or above the lines that it follows without a gap. */
  private commentAbove(line: number): string {
    let at = line - 2;
    const text = (index: number) => this.sourceLines[index]?.trim() ?? '';
    while (at >= 0 && text(at) !== '' && !text(at).startsWith('//') && !text(at).endsWith('{')) at -= 1;
    const found: string[] = [];
    for (; at >= 0 && text(at).startsWith('//'); at -= 1) found.unshift(text(at).replace(/^\/\/\s*/, ''));
    return found.join(' ');
  }

  private note(line: number, says: string, remedy: string, coordinate?: string): void {
    this.mistakes.push({ file: this.file, line, says, remedy, ...(coordinate ? { coordinate } : {}) });
  }
}

const onlyWords = 'a rule file imports the words of ./agencies.js alone';
const logic = 'a rule is a word, a group, or anyone(…) of them; it has no other logic';
const forbiddenWords = new Set(['allow', 'deny', 'not', 'and', 'or', 'true', 'false']);

/** Whether what is imported goes by this name. */
function isCalled(imported: ImportSpecifier['imported'], name: string): boolean {
  return imported.type === 'Identifier' && imported.name === name;
}

function lineOf({ loc }: { loc?: { start: { line: number } } | null | undefined }): number {
  return loc?.start.line ?? 1;
}
