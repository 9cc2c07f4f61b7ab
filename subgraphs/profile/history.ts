import {
  columnsFor,
  type Doer,
  organisationName,
  type Selection,
  type Sentence,
  type Session,
  sameNames,
} from '@kompass/runtime';
import type { Language } from '@kompass/schema';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { ChangeRow } from './rows.js';
import type { Section } from './section.js';
import * as tables from './tables.js';

type ProfileSession = Session<typeof tables>;

const sources = {
  ...sameNames('at', 'kind', 'officer', 'section', 'version', 'before', 'after', 'leftOut', 'acknowledged'),
  text: ['at', 'kind', 'section', 'party', 'organisation'],
  organisation: ['party', 'organisation'],
  organisationNumber: ['organisation'],
};

/**
 * A page of a person's changes, the latest first, and one more if there is one.
 * @param before where the page before ended
 */
export function listChanges(
  session: ProfileSession,
  personId: string,
  first: number,
  before: readonly string[] | undefined,
  selection: Selection,
): Promise<readonly ChangeRow[]> {
  const { change } = tables;
  return session.query.change.findMany({
    columns: columnsFor(selection, sources, ['seq']),
    where: and(eq(change.personId, personId), before && lt(change.seq, Number(before[0]))),
    orderBy: [desc(change.seq)],
    limit: first + 1,
  }) as Promise<readonly ChangeRow[]>;
}

/** How many changes there are of a person. */
export async function countChanges(session: ProfileSession, personId: string): Promise<number> {
  const [row] = await session
    .select({ count: sql<number>`count(*)::int` })
    .from(tables.change)
    .where(eq(tables.change.personId, personId));
  return row?.count ?? 0;
}

const ofSection: Readonly<Record<Section, Sentence>> = {
  LANGUAGES: { nb: 'språkene dine', en: 'your languages' },
  EDUCATION: { nb: 'skolegang og utdanning', en: 'your schooling and education' },
  WORK_EXPERIENCE: { nb: 'arbeidserfaringen din', en: 'your work experience' },
  ACTIVITIES: { nb: 'aktivitetene dine', en: 'your activities' },
  INTERESTS: { nb: 'interessene dine', en: 'your interests' },
  WISHES: { nb: 'ønskene dine', en: 'your wishes' },
};
const acts: Readonly<Record<'ADMITTED' | 'COMPLETED' | 'REOPENED', Sentence>> = {
  ADMITTED: { nb: 'førte deg inn i Kompass', en: 'entered you in Kompass' },
  COMPLETED: { nb: 'fullførte registreringen din', en: 'completed your registration' },
  REOPENED: { nb: 'tok registreringen din opp igjen', en: 'took up your registration again' },
};

const saved: Sentence = { nb: 'lagret', en: 'saved' };
const rectified: Sentence = { nb: 'rettet', en: 'corrected' };
const yourData: Sentence = { nb: 'opplysninger om deg', en: 'data about you' };

/** One change as a sentence that needs no explanation: who did what, and when. */
export function changeInWords(change: ChangeRow & Doer, language: Language): string {
  const { kind, section, at } = change;
  const time = new Intl.DateTimeFormat(language === 'nb' ? 'nb-NO' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Oslo',
  }).format(at);
  const who = organisationName(change, language);
  const what =
    kind === undefined || kind === 'SECTION_SAVED' || kind === 'RECTIFIED'
      ? `${(kind === 'RECTIFIED' ? rectified : saved)[language]} ${(section ? ofSection[section] : yourData)[language]}`
      : acts[kind][language];
  return language === 'nb' ? `${who} ${what} ${time}.` : `${who} ${what} on ${time}.`;
}
