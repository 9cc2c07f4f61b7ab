import { existsSync, readFileSync } from 'node:fs';
import { contractFolder } from '../contract.js';
import { PolicyMistakes } from '../mistake.js';
import { casesFile, failures, readCases, type Unpinned, unpinned } from './cases.js';
import { policyHere } from './here.js';
import type { Verb } from './verb.js';

export const testVerb: Verb = {
  summary: 'holds the rules against schema/policy.test.txt, and names the rules that no test pins',
  usage: `npm run policy -- test [--json]

schema/policy.test.txt holds lines of callers, and beneath them what they see:

  nav, municipality/FULL_TIME_PROGRAMME
    sees Person.name, WorkExperience.*
    does not see *.counsellorNote

A caller without a purpose stands for all its purposes; "sees on some rows" is for fields that the row decides, and
"may use" and "may not use" are for what is done.
A rule is pinned when tests name somebody who sees the field and, unless everybody does, somebody who does not.`,
  words: 0,
  options: {},
  run() {
    const policy = policyHere();
    const cases = readCases(policy, casesHere());
    const failed = failures(policy, cases);
    if (failed.length > 0) throw new PolicyMistakes(failed);
    const loose = unpinned(policy, cases);
    const expectations = cases.reduce(
      (sum, { callers, coordinates }) => sum + callers.length * coordinates.length,
      0,
    );
    const pinned = policy.lines.length - loose.length;
    return {
      text: [
        `${cases.length} tests hold, ${expectations} decisions in all. They pin ${pinned} of ${policy.lines.length} rules.`,
        ...byType(loose).map(
          ([{ file, line, lacks }, coordinates]) =>
            `${file}:${line}  ${coordinates.join(', ')}: no test says ${lacks.join(', nor ')}`,
        ),
        '',
      ].join('\n'),
      json: {
        tests: cases.length,
        decisions: expectations,
        rules: policy.lines.length,
        pinned,
        unpinned: loose,
      },
      problem: false,
    };
  },
};

/** The file's text; a missing one holds no test. */
function casesHere(): string {
  const file = new URL(casesFile, contractFolder);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Rules of one type that lack the same are told in one line. */
function byType(loose: readonly Unpinned[]): (readonly [Unpinned, readonly string[]])[] {
  const groups = new Map<string, [Unpinned, string[]]>();
  for (const each of loose) {
    const key = [each.file, each.coordinate.split('.')[0], ...each.lacks].join(' ');
    const group = groups.get(key) ?? [each, []];
    group[1].push(each.coordinate);
    groups.set(key, group);
  }
  return [...groups.values()];
}
