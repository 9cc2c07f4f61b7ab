import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import type { Caller } from '../agencies.js';
import { callerInWords, nameOf, wordsIn } from '../in-words.js';
import { lineIn } from '../line-in.js';
import type { RuleLine } from '../rule-file.js';
import { decide, meaningOf, type Rule } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';
import { callerName, callersNamed, fieldsNamed } from './callers.js';
import { policyHere, warningOn } from './here.js';
import { UsageError, type Verb } from './verb.js';

export const explainVerb: Verb = {
  summary: 'why a caller sees a field or not, with the law and the letter',
  usage: `npm run policy -- explain CALLER FIELD [--json]

For example: npm run policy -- explain nav Activity.counsellorNote
A caller with several purposes may leave it out, and is told of each. Filters and orders are explained too:
PersonFilter.occupation.`,
  words: 2,
  options: {},
  run([name, asked]) {
    if (!name || !asked) throw new UsageError('Say which caller and which field.');
    const policy = policyHere();
    const { reads } = policy.reading;
    const coordinate = Object.hasOwn(reads, asked) ? (reads[asked] ?? asked) : asked;
    if (!policy.categoriesOf.has(coordinate)) {
      const fitting = fieldsNamed(policy, `*${asked.replace(/^.*\./, '.')}`);
      const alike = suggestionList(asked, [...policy.categoriesOf.keys(), ...Object.keys(reads)]);
      throw new UsageError(
        `There is no field "${asked}".${fitting.length > 0 ? ` There is: ${fitting.join(', ')}.` : didYouMean(alike.slice(0, 2))}`,
      );
    }
    const callers = callersNamed(policy, name);
    const warning = warningOn(policy);
    const reading = coordinate === asked ? '' : `To use ${asked} is to learn of ${coordinate}.\n\n`;
    return {
      text: warning + reading + callers.map((caller) => explained(policy, caller, coordinate)).join('\n'),
      json: callers.map((caller) => ({
        caller: callerName(caller),
        coordinate,
        decision: policy.decide(coordinate, caller),
        category: policy.categoriesOf.get(coordinate)?.[0],
        rules: linesOf(policy, coordinate).map(({ file, line, text, rule }) => ({
          file,
          line,
          text,
          grantedBy: wordsIn(rule)
            .filter((word) => decide(word, caller) !== 'deny')
            .map((word) => ({ word: nameOf(policy, word), ...basisOf(word) })),
        })),
      })),
      problem: warning !== '',
    };
  },
};

function explained(policy: WrittenPolicy, caller: Caller, coordinate: string): string {
  const decision = policy.decide(coordinate, caller);
  const category = policy.categoriesOf.get(coordinate)?.[0] ?? '';
  const who = callerInWords(caller);
  const [yes, no] = policy.categories.get(category)?.act
    ? ['may use', 'may not use']
    : ['sees', 'does not see'];
  const verdict = {
    allow: `${who} ${yes} ${coordinate}`,
    row: `${who} ${yes} ${coordinate} on some rows`,
    deny: `${who} ${no} ${coordinate}`,
  }[decision];
  const told = (policy.promises[caller.party]?.[caller.purpose] ?? []).filter(({ covers }) =>
    covers.some((each) => each === category),
  );
  return [
    `${verdict}: ${policy.categories.get(category)?.name.en}.`,
    ...linesOf(policy, coordinate).map((line) => ruleInWords(policy, caller, line)),
    policy.categories.get(category)?.public
      ? 'It is about nobody, so the letter has nothing to say of it.'
      : told.length > 0
        ? `People were told so:\n${told.map(({ sentence }) => `  «${sentence.nb}»`).join('\n')}`
        : `People were not told that ${caller.party} gets this for ${caller.purpose}.`,
    '',
  ].join('\n');
}

function linesOf({ lines }: WrittenPolicy, coordinate: string): readonly RuleLine[] {
  return lines.filter((line) => line.coordinate === coordinate);
}

function ruleInWords(policy: WrittenPolicy, caller: Caller, line: RuleLine): string {
  const head = `\n${line.file}:${line.line}  ${line.text}${line.comment ? `\n  ${line.comment}` : ''}`;
  return `${head}\n${tree(policy, caller, line.rule, '  ')}`;
}

const signs = { allow: '✓', row: '◐', deny: '✗' } as const;

/** The way through the rule: every word, and whether it means this caller. */
function tree(policy: WrittenPolicy, caller: Caller, rule: Rule, indent: string): string {
  const meaning = meaningOf(rule);
  const sign = signs[decide(rule, caller)];
  if (meaning.kind === 'anyone') {
    const members = meaning.of.map((each) => tree(policy, caller, each, `${indent}  `)).join('\n');
    return `${indent}${sign} anyone of${groupName(policy, rule)}\n${members}`;
  }
  const line = `${indent}${sign} ${meaning.name}: ${commentOn(policy, meaning.name)}`;
  if (decide(rule, caller) === 'deny') return line;
  const { law, letter } = basisOf(rule);
  return [
    line,
    `${indent}    by ${law}`,
    ...(letter ? [`${indent}    «${letter}»`] : []),
    ...(meaning.row ? [`${indent}    where ${meaning.row.replace(/\s+/g, ' ')}`] : []),
  ].join('\n');
}

function basisOf(word: Rule): { law?: string; letter?: string } {
  const meaning = meaningOf(word);
  if (meaning.kind !== 'word' || !meaning.basis) return {};
  const { law, letter } = meaning.basis;
  return { law, ...(letter ? { letter: letter.nb } : {}) };
}

/** A group of this or that file, by its name and place. */
function groupName({ groups, vocabulary }: WrittenPolicy, rule: Rule): string {
  const group = groups.find((each) => each.rule === rule);
  const [word] = [...vocabulary.words].find(([, each]) => each === rule) ?? [];
  return group ? ` ${group.name} (${group.file}:${group.line})` : word ? ` ${word}` : ' these';
}

/** What is written above a word in `agencies.ts`. */
function commentOn({ sources }: WrittenPolicy, word: string): string {
  const source = sources.get('agencies.ts') ?? '';
  const before = source.split('\n').slice(0, lineIn(source, `export const ${word} `) - 1);
  const start = before.findLastIndex((line) => line.startsWith('/**'));
  return before
    .slice(start)
    .map((line) =>
      line
        .replace(/^ ?(\/\*\*|\*\/|\*)/, '')
        .replace(/\*\/$/, '')
        .trim(),
    )
    .join(' ')
    .trim();
}
