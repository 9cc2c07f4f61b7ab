import type { Caller } from '../agencies.js';
import { callerInWords } from '../in-words.js';
import { type Mistake, PolicyMistakes } from '../mistake.js';
import type { Decision } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';
import { callersNamed, fieldsNamed } from './callers.js';
import { UsageError } from './verb.js';

/** The file of policy tests, beside the rules. */
export const casesFile = 'policy.test.txt';

/** One line of the file: what some callers are expected to see of some fields. */
export interface Case {
  readonly line: number;
  readonly callers: readonly Caller[];
  readonly coordinates: readonly string[];
  readonly expected: Decision;
}

/** The forms that a line may have. */
const forms: readonly (readonly [RegExp, Decision])[] = [
  [/^\s+sees on some rows (.*)$/, 'row'],
  [/^\s+sees (.*)$/, 'allow'],
  [/^\s+does not see (.*)$/, 'deny'],
  [/^\s+may use (.*)$/, 'allow'],
  [/^\s+may not use (.*)$/, 'deny'],
];

/**
 * The policy tests: lines of callers, and indented beneath them what they see and do not see. `#` begins a remark.
 * @throws PolicyMistakes with every line that is not understood
 */
export function readCases(policy: WrittenPolicy, source: string): readonly Case[] {
  const mistakes: Mistake[] = [];
  const cases: Case[] = [];
  let callers: readonly Caller[] | undefined;
  // Editors on Windows write a mark in front of a text, and lines that end otherwise.
  for (const [index, text] of source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const note = (says: string, remedy: string) =>
      mistakes.push({ file: `schema/${casesFile}`, line, says, remedy });
    if (text.trim() === '' || text.startsWith('#')) continue;
    if (!/^\s/.test(text)) {
      try {
        callers = text.split(', ').flatMap((name) => callersNamed(policy, name));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        callers = [];
        note(`"${text}" is no line of callers`, error.message);
      }
    } else {
      const [, [, patterns = ''] = [], expected] = forms
        .map(([form, decision]) => [form, form.exec(text) ?? undefined, decision] as const)
        .find(([, match]) => match) ?? [undefined, undefined, undefined];
      if (!expected) {
        note(
          `"${text.trim()}" is not understood`,
          'write "sees", "does not see", "sees on some rows", "may use" or "may not use", and fields',
        );
        continue;
      }
      const coordinates = patterns.split(/,\s*/).flatMap((pattern) => {
        const found = fieldsNamed(policy, pattern);
        if (found.length === 0) note(`"${pattern}" fits no field`, 'correct it, or leave it out');
        return found;
      });
      if (callers) cases.push({ line, callers, coordinates, expected });
      else note(`"${text.trim()}" stands beneath no line of callers`, 'write above it who is meant');
    }
  }
  if (mistakes.length === 0 && cases.length === 0)
    mistakes.push({
      file: `schema/${casesFile}`,
      line: 1,
      says: 'There is no test in it',
      remedy: 'write what must never change by accident',
    });
  if (mistakes.length > 0) throw new PolicyMistakes(mistakes);
  return cases;
}

/** Where the policy is not what the tests expect, at the rule that makes it so. */
export function failures(policy: WrittenPolicy, cases: readonly Case[]): readonly Mistake[] {
  return cases.flatMap(({ line, callers, coordinates, expected }) =>
    coordinates.flatMap((coordinate) => {
      const wrong = callers.filter((caller) => policy.decide(coordinate, caller) !== expected);
      const rule = policy.lines.find((each) => each.coordinate === coordinate);
      if (wrong.length === 0) return [];
      const should = { allow: 'is not seen', deny: 'is seen', row: 'is not left to the row to decide' }[
        expected
      ];
      return [
        {
          file: rule?.file ?? `schema/${casesFile}`,
          line: rule?.line ?? line,
          coordinate,
          says: `${should} ${expected === 'row' ? 'for' : 'by'} ${wrong.map(callerInWords).join(' and ')}, against schema/${casesFile}:${line}`,
          remedy: 'correct the rule or, if it is what is meant, the test',
        },
      ];
    }),
  );
}

/** A rule that could be changed without any test noticing. */
export interface Unpinned {
  readonly file: string;
  readonly line: number;
  readonly coordinate: string;
  /** What no test says of it. */
  readonly lacks: readonly ('who sees it' | 'who does not')[];
}

/** Rules that no test pins: a rule is pinned when tests name somebody who sees the field and somebody who does not. */
export function unpinned(policy: WrittenPolicy, cases: readonly Case[]): readonly Unpinned[] {
  const tested = new Set(
    cases.flatMap(({ coordinates, expected }) =>
      coordinates.map((coordinate) => `${coordinate} ${expected === 'deny' ? 'deny' : 'grant'}`),
    ),
  );
  return policy.lines.flatMap(({ file, line, coordinate }) => {
    const decisions = policy.callerKinds.map((caller) => policy.decide(coordinate, caller));
    const lacks: Unpinned['lacks'][number][] = [];
    if (decisions.some((each) => each !== 'deny') && !tested.has(`${coordinate} grant`))
      lacks.push('who sees it');
    if (decisions.includes('deny') && !tested.has(`${coordinate} deny`)) lacks.push('who does not');
    return lacks.length > 0 ? [{ file, line, coordinate, lacks }] : [];
  });
}
