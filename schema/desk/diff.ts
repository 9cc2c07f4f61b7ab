import type { Caller } from '../agencies.js';
import { loadPolicy } from '../load-policy.js';
import type { WrittenPolicy } from '../written-policy.js';
import { callerName } from './callers.js';
import {
  type ArgumentDifference,
  argumentDifferences,
  type CategoryDifference,
  categoryDifferences,
  type Difference,
  differences,
  type PromiseDifference,
  promiseDifferences,
  type WordingDifference,
  wordingDifferences,
} from './difference.js';
import { policyHere } from './here.js';
import { revision } from './revision.js';
import { UsageError, type Verb } from './verb.js';

export const diffVerb: Verb = {
  summary: 'who gains and who loses what against another revision, the most sensitive first',
  usage: `npm run policy -- diff [REVISION] [--fail-on gain] [--json]

Compares the rules as they are now with those of a commit, branch or tag; without one, with where this branch left main.
The outcome is compared and not the text. It is Markdown, to paste in a review.
--fail-on gain exits with 1 when anybody gains anything, be it a filter or an order alone, or a field is now of a kind
that more are promised.`,
  words: 1,
  options: { 'fail-on': { type: 'string' } },
  run([ref], { 'fail-on': failOn }) {
    if (failOn !== undefined && failOn !== 'gain') throw new UsageError('--fail-on knows one word: gain.');
    const { commit, sources } = revision(ref);
    const before = loadPolicy(sources);
    const after = policyHere();
    const changes = changesBetween(before, after);
    const { fields, categories, promises, args, wordings } = changes;
    const gains =
      fields.some(({ kind }) => kind !== 'loss') ||
      categories.some(({ promisedTo }) => promisedTo.length > 0) ||
      args.some(({ gainedBy }) => gainedBy.length > 0);
    return {
      text: `Policy ${before.version} (${ref ?? 'main'}, ${commit.slice(0, 7)}) → ${after.version}\n\n${inWords(changes, before, after)}`,
      json: {
        before: { version: before.version, commit },
        after: { version: after.version },
        changes: fields.map(({ caller, ...rest }) => ({ caller: callerName(caller), ...rest })),
        categories: categories.map(({ promisedTo, ...rest }) => ({
          ...rest,
          promisedTo: promisedTo.map(callerName),
        })),
        promises,
        arguments: args.map(({ gainedBy, lostBy, ...rest }) => ({
          ...rest,
          gainedBy: gainedBy.map(callerName),
          lostBy: lostBy.map(callerName),
        })),
        wordings,
      },
      problem: failOn === 'gain' && gains,
    };
  },
};

/** What changes from one policy to another. */
interface Changes {
  readonly fields: readonly Difference[];
  readonly categories: readonly CategoryDifference[];
  readonly promises: readonly PromiseDifference[];
  readonly args: readonly ArgumentDifference[];
  readonly wordings: readonly WordingDifference[];
}

export function changesBetween(before: WrittenPolicy, after: WrittenPolicy): Changes {
  return {
    fields: differences(before, after),
    categories: categoryDifferences(before, after),
    promises: promiseDifferences(before, after),
    args: argumentDifferences(before, after),
    wordings: wordingDifferences(before, after),
  };
}

/** What changes, for a review. */
export function inWords(
  { fields, categories, promises, args, wordings }: Changes,
  before: WrittenPolicy,
  after: WrittenPolicy,
): string {
  const categoryName = (category: string): string =>
    (after.categories.get(category) ?? before.categories.get(category))?.name.en ?? category;
  const callers = new Set([...before.callerKinds, ...after.callerKinds].map(callerName)).size;
  const sections = (
    [
      ['gain', 'Gains', 'gain'],
      ['rows', 'Other rows', 'see by other rows than before'],
      ['loss', 'Losses', 'lose'],
    ] as const
  ).flatMap(([kind, title, verb]) => {
    const lines = together(fields.filter((each) => each.kind === kind)).map(
      ({ who, coordinates, category, note }) =>
        `- **${who.length === callers ? 'Everybody' : listed(who)}** ${isOne(who, callers) ? third(verb) : verb} ${coordinates
          .map((each) => `\`${each}\``)
          .join(', ')} (${categoryName(category)}${note})`,
    );
    return lines.length > 0 ? [`### ${title}\n\n${lines.join('\n')}\n`] : [];
  });
  if (categories.length > 0) sections.push(`### Told of otherwise\n\n${retold(categories).join('\n')}\n`);
  if (promises.length > 0)
    sections.push(
      `### What people are told\n\n${promises
        .map(
          ({ caller, kind, categories, sentences }) =>
            `- ${caller}: ${kind} ${categories.map(categoryName).join('; ')}, by ${sentences.map((each) => `«${each}»`).join(' ')}`,
        )
        .join('\n')}\n`,
    );
  if (args.length > 0) sections.push(`### What arguments read\n\n${args.map(readOtherwise).join('\n')}\n`);
  if (wordings.length > 0)
    sections.push(
      `### Worded otherwise\n\n${wordings.map(({ text, from, to }) => `- ${text}: «${from}» → «${to}»`).join('\n')}\n`,
    );
  return sections.length > 0 ? sections.join('\n') : 'Nobody gains or loses anything.\n';
}

/** What somebody who filters or sorts by it learns of from now on, and who may. */
function readOtherwise({ argument, from, to, gainedBy, lostBy }: ArgumentDifference): string {
  const field = (read: string | undefined) => (read === undefined ? 'is not there' : `reads \`${read}\``);
  return [
    `- \`${argument}\` ${field(from)} → ${field(to)}`,
    ...(gainedBy.length > 0 ? [`**${listed(gainedBy)}** may use it, and might not`] : []),
    ...(lostBy.length > 0 ? [`**${listed(lostBy)}** may use it no longer`] : []),
  ].join('; ');
}

/** Fields that go from one category to another are told in one line, those that more are promised first. */
function retold(categories: readonly CategoryDifference[]): string[] {
  const lines = new Map<string, CategoryDifference[]>();
  for (const each of categories) {
    const key = [each.from, each.to, ...each.promisedTo.map(callerName)].join(' ');
    lines.set(key, [...(lines.get(key) ?? []), each]);
  }
  return [...lines.values()]
    .sort(([one], [other]) => (other?.promisedTo.length ?? 0) - (one?.promisedTo.length ?? 0))
    .flatMap((all) => {
      const [first] = all;
      if (!first) return [];
      const { from, to, promisedTo } = first;
      const more = promisedTo.length > 0 ? `; that is promised **${listed(promisedTo)}**, as it was not` : '';
      return [`- ${all.map(({ coordinate }) => `\`${coordinate}\``).join(', ')}: ${from} → ${to}${more}`];
    });
}

interface Together {
  readonly who: readonly Caller[];
  readonly coordinates: readonly string[];
  readonly category: string;
  readonly note: string;
}

/** Fields of one category that change for the same callers are told in one line. */
function together(changed: readonly Difference[]): Together[] {
  const byField = new Map<string, Difference[]>();
  for (const each of changed) byField.set(each.coordinate, [...(byField.get(each.coordinate) ?? []), each]);
  const lines = new Map<string, Together>();
  for (const [coordinate, all] of byField) {
    const [first] = all;
    if (!first) continue;
    const who = all.map(({ caller }) => caller);
    const note = `${all.some(({ to, kind }) => to === 'row' && kind === 'gain') ? ', on some rows' : ''}${{ new: ', a new field', gone: ', a field that is gone', kept: '' }[first.field]}`;
    const key = [first.category, note, ...who.map(callerName)].join(' ');
    lines.set(key, {
      who,
      category: first.category,
      note,
      coordinates: [...(lines.get(key)?.coordinates ?? []), coordinate],
    });
  }
  return [...lines.values()];
}

/** `NAV under EMPLOYMENT_GUIDANCE, IMDI PRIVACY_OFFICER under DATA_SUBJECT_RIGHTS`. */
function listed(callers: readonly Caller[]): string {
  const byParty = new Map<string, string[]>();
  for (const { party, purpose, clearances } of callers) {
    const who = [party, ...clearances].join(' ');
    byParty.set(who, [...(byParty.get(who) ?? []), purpose]);
  }
  const list = new Intl.ListFormat('en-GB');
  return [...byParty].map(([party, purposes]) => `${party} under ${list.format(purposes)}`).join(', ');
}

/** Whether the verb behind it is in the singular. */
function isOne(who: readonly Caller[], all: number): boolean {
  return who.length === all || new Set(who.map(({ party }) => party)).size === 1;
}

function third(verb: string): string {
  return verb.replace(/^\w+/, (word) => `${word}s`);
}
