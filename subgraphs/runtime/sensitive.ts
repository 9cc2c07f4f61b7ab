import { idnr } from '@navikt/fnrvalidator';
import { isDufNumber } from './duf-number.js';
import type { Problems, Sentence } from './problems.js';

/** What a free text seems to tell that does not belong in it. */
export type Sensitive = 'IDENTIFYING_NUMBER' | 'HEALTH_INFORMATION';

/** Eleven or twelve digits, as people write them: with or without a space, a dot or a hyphen between two. */
const longNumbers = /(?<!\d)\d(?:[ .-]?\d){10,11}(?!\d)/g;

/**
 * Words that tell of somebody's health (GDPR art. 9), in bokmål and English. Beginnings of words, for Norwegian bends
 * and joins them; chosen so that the common words of work and study in health care, such as `sykepleier`, are not met.
 */
const beginnings = [
  ...[
    'diagnos',
    'sykdom',
    'kronisk',
    'lidelse',
    'smerte',
    'sykmeld',
    'sykemeld',
    'medisinbruk',
    'medikament',
  ],
  ...['psykisk', 'psykose', 'psykotisk', 'depresjon', 'deprimert', 'traume', 'traumatiser', 'selvmord'],
  ...['søvnvansk', 'søvnproblem', 'rusmisbruk', 'rusproblem', 'alkoholproblem', 'gravid', 'abort'],
  ...['funksjonsned', 'funksjonshem', 'utviklingshem', 'hørselshem', 'synshem', 'rullestol', 'ufør'],
  ...['kreft', 'diabet', 'epilep', 'hepatitt', 'tuberkulose', 'astma', 'allergi', 'migrene', 'demens'],
  ...['illness', 'disease', 'disorder', 'depress', 'anxiety', 'trauma', 'suicid', 'pregnan', 'disabilit'],
  ...[
    'disabled',
    'wheelchair',
    'cancer',
    'hepatitis',
    'tubercul',
    'asthma',
    'allerg',
    'chronic',
    'medication',
  ],
];
const wholeWords = [
  'angst',
  'ptsd',
  'adhd',
  'hiv',
  'aids',
  'syk',
  'sick',
  'mental health',
  'innlagt på sykehus',
];
const health = new RegExp(
  `(?<!\\p{L})(?:(?:${beginnings.join('|')})|(?:${wholeWords.join('|')})(?!\\p{L}))`,
  'iu',
);

/** What does not belong in a free text: numbers that identify somebody, and words that tell of somebody's health. */
function sensitiveIn(text: string): Sensitive[] {
  const numbers = (text.match(longNumbers) ?? []).map((found) => found.replace(/\D/g, ''));
  return [
    ...(numbers.some(identifies) ? (['IDENTIFYING_NUMBER'] as const) : []),
    ...(health.test(text) ? (['HEALTH_INFORMATION'] as const) : []),
  ];
}

/** National identity and D-numbers, those of hospitals and of test persons too, and DUF numbers. */
function identifies(digits: string): boolean {
  return digits.length === 11 ? idnr(digits).status === 'valid' : isDufNumber(digits);
}

const sentences: Readonly<Record<Sensitive, Sentence>> = {
  IDENTIFYING_NUMBER: {
    nb: 'Det ser ut til å stå et fødselsnummer, D-nummer eller DUF-nummer her. Ta det bort hvis det ikke er helt nødvendig.',
    en: 'There seems to be a national identity number, D-number or DUF number here. Take it away unless it is necessary.',
  },
  HEALTH_INFORMATION: {
    nb: 'Dette kan være en helseopplysning. Slike hører ikke hjemme i Kompass; ta den bort, eller skriv det om.',
    en: 'This may be information on health, which does not belong in Kompass; take it away, or write it otherwise.',
  },
};

/** Warns of what does not belong in a free text. The warning never repeats what it found. */
export function warnOfSensitive(
  text: string,
  path: readonly (string | number)[],
  warnings: Problems,
  of: readonly Sensitive[] = ['IDENTIFYING_NUMBER', 'HEALTH_INFORMATION'],
): void {
  for (const found of sensitiveIn(text)) if (of.includes(found)) warnings.add(path, found, sentences[found]);
}
