import type { Language } from '../agencies.js';
import { wordsIn } from '../in-words.js';
import { decide, meaningOf } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';
import { soundPolicyHere } from './here.js';
import { languageNamed } from './letter.js';
import { type Given, given, partyName, purposeName } from './telling.js';
import type { Verb } from './verb.js';

export const recordVerb: Verb = {
  summary: 'the record of processing activities (GDPR article 30), written from the rules',
  usage: `npm run -s policy -- record [--lang nb|en] [--json]

What article 30(1)(a) to (g) asks of the controller.`,
  words: 0,
  options: { lang: { type: 'string', default: 'nb' } },
  run(_words, { lang }) {
    const language = languageNamed(lang);
    const policy = soundPolicyHere();
    return {
      text: recordText(policy, language),
      json: { language, activities: given(policy) },
      problem: false,
    };
  },
};

const words = {
  nb: {
    title: 'Protokoll over behandlingsaktiviteter',
    intro: 'Personvernforordningen artikkel 30 nr. 1. Skrevet ut fra tilgangsreglene som gjelder',
    controller: 'Behandlingsansvarlig (a)',
    officer: 'Personvernombud: personvernombud@imdi.no.',
    activities: 'Formål, kategorier av opplysninger og mottakere (b, c, d)',
    part: 'noe av det',
    head: ['Formål', 'Mottaker', 'Rettslig grunnlag', 'Ser', 'Utfører'],
    registered: 'De registrerte',
    who: 'Nyankomne flyktninger og deres familier som har rett og plikt til å registrere kompetansen sin.',
    transfer: 'Overføring til tredjeland (e)',
    none: 'Ingen. Opplysningene behandles i Norge.',
    limits: 'Sletting (f)',
    security: 'Sikkerhetstiltak (g)',
    measures: [
      'Tilgang felt for felt etter part og formål (schema/*.rules.ts), avgjort der opplysningene er.',
      'Hvem en part ser, avgjøres i databasen (radnivåsikkerhet), etter relasjon, begrensning, protest og adressebeskyttelse.',
      'Hvert innsyn føres i en logg som ikke kan endres usett, før svaret sendes. Personen leser den selv.',
      'Bare verifiserte tokener med asymmetrisk signatur; små tall i statistikk holdes tilbake.',
    ],
  },
  en: {
    title: 'Record of processing activities',
    intro: 'GDPR article 30(1). Written from the access rules in force',
    controller: 'Controller (a)',
    officer: 'Data protection officer: personvernombud@imdi.no.',
    activities: 'Purposes, categories of data and recipients (b, c, d)',
    part: 'part of it',
    head: ['Purpose', 'Recipient', 'Legal basis', 'Sees', 'Carries out'],
    registered: 'The data subjects',
    who: 'Newly arrived refugees and their families, who have a right and a duty to register their competence.',
    transfer: 'Transfers to third countries (e)',
    none: 'None. The data is processed in Norway.',
    limits: 'Erasure (f)',
    security: 'Security measures (g)',
    measures: [
      'Access field by field, by party and purpose (schema/*.rules.ts), decided where the data lives.',
      'Which persons a party sees is decided in the database (row-level security), by relation, restriction, objection and address protection.',
      'Every disclosure is entered, before the answer leaves, in a log that cannot be changed unseen. The person reads it.',
      'Verified tokens with asymmetric signatures only; small numbers in statistics are withheld.',
    ],
  },
} as const;

function recordText(policy: WrittenPolicy, language: Language): string {
  const say = words[language];
  const list = (categories: readonly string[], inPart: readonly string[]) =>
    categories
      .map(
        (each) =>
          `${policy.categories.get(each)?.name[language] ?? each}${inPart.includes(each) ? ` (${say.part})` : ''}`,
      )
      .join('; ');
  const rows = given(policy).map((each) => [
    purposeName(policy, each.purpose, language),
    partyName(policy, each.party, language),
    lawOf(policy, each),
    list([...each.sees, ...each.seesSomeRows, ...each.counts], each.inPart),
    list(each.does, each.inPart),
  ]);
  return `# ${say.title}

${say.intro} (${policy.version}).

## ${say.controller}

${partyName(policy, 'IMDI', language)}, post@imdi.no. ${say.officer}

## ${say.registered}

${say.who}

## ${say.activities}

| ${say.head.join(' | ')} |
| ${say.head.map(() => ':--').join(' | ')} |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

## ${say.transfer}

${say.none}

## ${say.limits}

${policy.letter.letter['storage']?.[language] ?? ''}

## ${say.security}

${say.measures.map((each) => `- ${each}`).join('\n')}
`;
}

/** The provisions of the words that mean the recipient, in rules on what is not public. */
function lawOf(policy: WrittenPolicy, { party, purpose }: Given): string {
  const kinds = policy.callerKinds.filter((each) => each.party === party && each.purpose === purpose);
  const words = new Set(
    policy.lines
      .filter(
        ({ coordinate }) => !policy.categories.get(policy.categoriesOf.get(coordinate)?.[0] ?? '')?.public,
      )
      .flatMap(({ rule }) => wordsIn(rule))
      .filter((word) => kinds.some((caller) => decide(word, caller) !== 'deny')),
  );
  const provisions = [...words].flatMap((word) => {
    const meaning = meaningOf(word);
    return meaning.kind === 'word' ? (meaning.basis?.law.split(', ') ?? []) : [];
  });
  return [...new Set(provisions)].join(', ');
}
