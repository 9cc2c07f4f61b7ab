import type { Language } from '../agencies.js';
import type { WrittenPolicy } from '../written-policy.js';
import { soundPolicyHere } from './here.js';
import { type Given, given, partyName, purposeName } from './telling.js';
import { UsageError, type Verb } from './verb.js';

export const letterVerb: Verb = {
  summary: 'who gets access to what you register, for the person to read, written from the rules',
  usage: `npm run -s policy -- letter [--lang nb|en] [--json]

The part of the information letter that tells who gets access to what, as the rules have it.`,
  words: 0,
  options: { lang: { type: 'string', default: 'nb' } },
  run(_words, { lang }) {
    const language = languageNamed(lang);
    const policy = soundPolicyHere();
    return { text: letterText(policy, language), json: { language, given: given(policy) }, problem: false };
  },
};

/** @throws UsageError when it is none of the two */
export function languageNamed(name: unknown): Language {
  if (name === 'nb' || name === 'en') return name;
  throw new UsageError('--lang is nb or en.');
}

const words = {
  nb: {
    title: 'Hvem får tilgang til opplysningene du registrerer?',
    intro: 'Skrevet ut fra tilgangsreglene som gjelder, versjon',
    for: 'For',
    and: ', og for',
    sees: 'ser de som arbeider med det:',
    some: 'bare fra eget kontor',
    part: 'noe av det',
    not: 'De ser ikke:',
    does: 'De kan:',
    counts: 'Til dette brukes',
    nothing: 'Ingen som arbeider med det, ser opplysninger om deg.',
    rights: 'Rettighetene dine',
  },
  en: {
    title: 'Who will have access to the information that you register?',
    intro: 'Written from the access rules in force, version',
    for: 'For the purpose',
    and: ', and',
    sees: 'those who work with it see:',
    some: 'of their own office only',
    part: 'part of it',
    not: 'They do not see:',
    does: 'They carry out:',
    counts: 'Used for this:',
    nothing: 'Nobody who works with it sees information about you.',
    rights: 'Your rights',
  },
} as const;

/** In the order of the letter's own list. */
const rights = [
  'access',
  'rectificationAndErasure',
  'restriction',
  'objection',
  'complaint',
  'contact',
  'storage',
];

function letterText(policy: WrittenPolicy, language: Language): string {
  const say = words[language];
  const agencies = given(policy).filter(({ party }) => party !== 'PERSON');
  const sections = [...new Set(agencies.map(({ party }) => party))].map((party) => {
    const purposes = together(agencies.filter((each) => each.party === party));
    return [
      `## ${partyName(policy, party, language)}`,
      ...purposes.map((each) => purposeText(policy, each, language)),
    ].join('\n\n');
  });
  return `# ${say.title}

${say.intro} ${policy.version}.

${sections.join('\n\n')}

## ${say.rights}

${rights.flatMap((name) => policy.letter.letter[name]?.[language] ?? []).join(' ')}
`;
}

/** Purposes for which one party is given the same. */
function together(all: readonly Given[]): (readonly Given[])[] {
  const alike = new Map<string, Given[]>();
  for (const each of all) {
    const { purpose: _purpose, ...rest } = each;
    const key = JSON.stringify(rest);
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  return [...alike.values()];
}

function purposeText(policy: WrittenPolicy, alike: readonly Given[], language: Language): string {
  const say = words[language];
  const [first] = alike;
  if (!first) return '';
  const name = (category: string) => policy.categories.get(category)?.name[language] ?? category;
  const list = (categories: readonly string[], note = '') =>
    categories
      .map((each) => `- ${name(each)}${first.inPart.includes(each) ? ` (${say.part})` : note}`)
      .join('\n');
  const purposes = alike.map(({ purpose }) => purposeName(policy, purpose, language)).join(`${say.and} `);
  const { sees, seesSomeRows, doesNotSee, does, counts } = first;
  const parts =
    sees.length + seesSomeRows.length === 0
      ? [`**${say.for} ${purposes}.** ${say.nothing}`]
      : [
          `**${say.for} ${purposes}** ${say.sees}`,
          [list(sees), list(seesSomeRows, ` (${say.some})`)].filter((each) => each !== '').join('\n'),
          ...(doesNotSee.length > 0 ? [`${say.not}\n\n${list(doesNotSee)}`] : []),
        ];
  const [told] = policy.promises[first.party]?.[first.purpose] ?? [];
  return [
    ...(told ? [`> ${told.sentence[language]}`] : []),
    ...parts,
    ...(does.length > 0 ? [`${say.does}\n\n${list(does)}`] : []),
    ...(counts.length > 0 ? [`${say.counts} ${counts.map(name).join(', ')}.`] : []),
  ].join('\n\n');
}
