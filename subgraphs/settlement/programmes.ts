import { monthsAfter, type Problems, utcDay } from '@kompass/runtime';
import { sql } from 'drizzle-orm';
import { change, done, note, openAct, refused } from './act.js';
import { competenceOf } from './competence.js';
import type { FullTimeProgrammeInput, IntroductionProgrammeInput } from './generated/resolver-types.js';
import { mustFit } from './input-rules.js';
import {
  type Participant,
  type ProgrammeElement,
  proposeFullTimeProgramme,
  proposeIntroductionProgramme,
} from './proposal.js';
import type { Context, SettlementPayloadRow } from './rows.js';
import * as tables from './tables.js';

/**
 * The municipality that settles a person sets up the introduction programme, or changes it. What the competence
 * suggested is kept beside.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function saveIntroductionProgramme(
  context: Context,
  input: IntroductionProgrammeInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { introductionProgramme } = tables;
  const { officer, person, problems } = await openAct(context, input);
  problems.require(
    person.status === 'ACCEPTED' || person.status === 'SETTLED',
    ['input', 'personId'],
    'NOT_NOW',
    {
      nb: 'Godta å bosette personen først.',
      en: 'Accept the person first.',
    },
  );
  mustBeWhole(input, problems);
  for (const element of everyProgrammeHas)
    problems.require(input.content.includes(element), ['input', 'content'], 'REQUIRED', compulsory[element]);
  problems.require(
    input.to >= monthsAfter(input.from, 3) && input.to <= monthsAfter(input.from, 48),
    ['input', 'to'],
    'IMPLAUSIBLE_DATE',
    {
      nb: 'Programmet varer fra tre måneder til fire år (integreringsloven § 16).',
      en: 'The programme lasts from three months to four years (integreringsloven § 16).',
    },
  );
  if (problems.found.length > 0) return refused(person, problems);

  const participant = (await participantsBy(context, [person.id])).get(person.id);
  const values = {
    endGoal: input.endGoal.trim(),
    content: [...input.content],
    norwegianGoal: input.norwegianGoal,
    from: input.from,
    to: input.to,
    proposal: participant ? proposeIntroductionProgramme(participant) : null,
  };
  await session
    .insert(introductionProgramme)
    .values({ personId: person.id, ...values })
    .onConflictDoUpdate({ target: introductionProgramme.personId, set: values });
  await change(session, person, {});
  await note(context, person, officer, {
    kind: 'INTRODUCTION_PROGRAMME',
    municipalityNumber: person.municipalityNumber,
    day: input.from,
    reason: input.reason?.trim() || null,
  });
  return done(person.id);
}

/**
 * The municipality that the reception centre lies in sets up the full-time programme, or changes it.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function saveFullTimeProgramme(
  context: Context,
  input: FullTimeProgrammeInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { fullTimeProgramme } = tables;
  const { officer, person, problems } = await openAct(context, input);
  mustBeWhole(input, problems);
  problems.require(
    input.to >= input.from && input.to <= monthsAfter(input.from, 24),
    ['input', 'to'],
    'IMPLAUSIBLE_DATE',
    {
      nb: 'Programmet slutter etter at det begynner, og innen to år.',
      en: 'The programme ends after it begins, and within two years.',
    },
  );
  if (problems.found.length > 0) return refused(person, problems);

  const participant = (await participantsBy(context, [person.id])).get(person.id);
  const values = {
    endGoal: input.endGoal.trim(),
    content: [...input.content],
    from: input.from,
    to: input.to,
    proposal: participant ? proposeFullTimeProgramme(participant) : null,
  };
  await session
    .insert(fullTimeProgramme)
    .values({ personId: person.id, ...values })
    .onConflictDoUpdate({ target: fullTimeProgramme.personId, set: values });
  await change(session, person, {});
  await note(context, person, officer, {
    kind: 'FULL_TIME_PROGRAMME',
    day: input.from,
    reason: input.reason?.trim() || null,
  });
  return done(person.id);
}

/** What proposals are made from, of those of the persons whom the caller may see. */
export async function participantsBy(
  { session, clock }: Context,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Participant>> {
  const today = utcDay(clock());
  const [competences, young] = await Promise.all([
    competenceOf(session, personIds),
    session.execute<{ id: string }>(
      sql`select id from profile.under_25(${sql.param(personIds)}::uuid[], ${today}::date) as id`,
    ),
  ]);
  return new Map(
    [...competences].map(([id, competence]) => [
      id,
      {
        competence,
        under25: young.rows.some((each) => each.id === id),
      },
    ]),
  );
}

/** Integreringsloven § 14. */
const compulsory = {
  NORWEGIAN: {
    nb: 'Opplæring i norsk hører til i alle program (integreringsloven § 14).',
    en: 'Training in Norwegian is in every programme (integreringsloven § 14).',
  },
  SOCIAL_STUDIES: {
    nb: 'Samfunnskunnskap hører til i alle program (integreringsloven § 14).',
    en: 'Social studies are in every programme (integreringsloven § 14).',
  },
  LIFE_SKILLS: {
    nb: 'Livsmestring hører til i alle program (integreringsloven § 14).',
    en: 'Life skills are in every programme (integreringsloven § 14).',
  },
};
const everyProgrammeHas = ['NORWEGIAN', 'SOCIAL_STUDIES', 'LIFE_SKILLS'] as const;

interface ProgrammeInput {
  readonly endGoal: string;
  readonly content: readonly ProgrammeElement[];
  readonly reason?: string | null | undefined;
}

function mustBeWhole({ endGoal, content, reason }: ProgrammeInput, problems: Problems): void {
  problems.require(endGoal.trim().length > 0, ['input', 'endGoal'], 'REQUIRED', {
    nb: 'Et program har et sluttmål (integreringsloven § 13).',
    en: 'A programme has an end goal (integreringsloven § 13).',
  });
  problems.require(endGoal.length <= 500, ['input', 'endGoal'], 'TOO_LONG', {
    nb: 'Høyst 500 tegn.',
    en: 'At most 500 characters.',
  });
  problems.require(content.length > 0, ['input', 'content'], 'REQUIRED', {
    nb: 'Et program har et innhold.',
    en: 'A programme has a content.',
  });
  problems.require(new Set(content).size === content.length, ['input', 'content'], 'DUPLICATE', {
    nb: 'Det samme står to ganger.',
    en: 'The same thing stands there twice.',
  });
  mustFit(reason, problems);
}
