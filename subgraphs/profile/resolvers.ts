import {
  answerPage,
  CalendarDate,
  CountryCode,
  DateTime,
  DufNumber,
  LanguageCode,
  loadTogether,
  organisationName,
  type PersonKey,
} from '@kompass/runtime';
import { languageName, occupations } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import { admitPerson, completeRegistration, reopenRegistration, saveSection } from './acts.js';
import { fullYears } from './age.js';
import { countriesIn, languagesLike, occupationsLike, pageOfCodes } from './code-lists.js';
import {
  draftActivity,
  draftEducation,
  draftInterest,
  draftLanguage,
  draftWishes,
  draftWorkExperience,
} from './drafts.js';
import type { Resolvers } from './generated/resolver-types.js';
import { changeInWords, countChanges, listChanges } from './history.js';
import { narrow } from './narrow.js';
import { missingSections, sectionVersions } from './registration.js';
import type { Context, PersonRow } from './rows.js';
import { statistics } from './statistics.js';
import { countPersons, listPersons, personsBy, positionOf } from './store.js';

export const resolvers: Resolvers = {
  DufNumber,
  Date: CalendarDate,
  DateTime,
  CountryCode,
  LanguageCode,

  Query: {
    me: (_parent, _args, context, info) => load('dufNumber', context.caller.dufNumber ?? '', context, info),
    person: (_parent, { id }, context, info) => load('id', id, context, info),
    personByDufNumber: (_parent, { dufNumber }, context, info) => load('dufNumber', dufNumber, context, info),
    persons: async (_parent, { filter, orderBy, ...page }, context, info) => {
      const { caller, session } = context;
      const order = orderBy ?? 'UPDATED_DESC';
      const narrowed = await narrow(session, caller, filter ?? {});
      return answerPage(page, context, info, {
        list: ['persons', filter ?? {}, order],
        rows: (size, after, node) => listPersons(session, narrowed, order, size, after, node),
        count: () => countPersons(session, narrowed),
        positionOf: (row) => positionOf(row, order),
      });
    },
    occupations: (_parent, { search, digits, ...page }, context) =>
      pageOfCodes(occupationsLike(search ?? '', digits ?? 4), page, ['occupations', search, digits], context),
    languages: (_parent, { search, ...page }, context) => {
      const language = context.caller.language ?? 'nb';
      return pageOfCodes(
        languagesLike(search ?? '', language),
        page,
        ['languages', search, language],
        context,
      );
    },
    countries: (_parent, _args, { caller }) => countriesIn(caller.language ?? 'nb'),
    statistics: (_parent, { by }, { session }) => statistics(session, by),
  },

  Mutation: {
    admitPerson: (_parent, { input }, context) => admitPerson(context, input),
    saveLanguages: (_parent, { input }, context) =>
      saveSection(context, 'LANGUAGES', input, input.languages.map(draftLanguage)),
    saveEducation: (_parent, { input }, context) =>
      saveSection(context, 'EDUCATION', input, input.education.map(draftEducation)),
    saveWorkExperience: (_parent, { input }, context) =>
      saveSection(context, 'WORK_EXPERIENCE', input, input.workExperience.map(draftWorkExperience)),
    saveActivities: (_parent, { input }, context) =>
      saveSection(context, 'ACTIVITIES', input, input.activities.map(draftActivity)),
    saveInterests: (_parent, { input }, context) =>
      saveSection(context, 'INTERESTS', input, input.interests.map(draftInterest)),
    saveWishes: (_parent, { input }, context) =>
      saveSection(context, 'WISHES', input, [draftWishes(input.wishes)]),
    completeRegistration: (_parent, { input }, context) => completeRegistration(context, input),
    reopenRegistration: (_parent, { input }, context) => reopenRegistration(context, input),
  },
  AdmitPersonPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
    warnings: ({ warnings }) => warnings ?? [],
  },
  SaveSectionPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
    warnings: ({ warnings }) => warnings ?? [],
  },
  RegistrationPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
  },

  Person: {
    __resolveReference: (reference, context, info) =>
      'id' in reference
        ? load('id', reference.id, context, info)
        : load('dufNumber', reference.dufNumber ?? '', context, info),
    age: ({ birthDate }, _args, { clock }) => (birthDate ? fullYears(birthDate, clock()) : null),
    registration: (person) => person,
    history: ({ id }, page, context, info) => {
      const { session } = context;
      return answerPage(page, context, info, {
        list: ['history', id],
        rows: (size, before, node) => listChanges(session, id, size, before, node),
        count: () => countChanges(session, id),
        positionOf: ({ seq }) => [String(seq)],
      });
    },
  },
  Registration: {
    status: ({ registrationStatus }) => registrationStatus ?? null,
    missingSections: ({ registeredSections, sectionStates }) =>
      missingSections(registeredSections ?? [], sectionStates ?? []),
    sections: ({ sectionStates }) => sectionVersions(sectionStates ?? []),
  },
  Change: {
    text: (row, _args, { caller }) => changeInWords(row, caller.language ?? 'nb'),
    organisation: (row, _args, { caller }) => organisationName(row, caller.language ?? 'nb'),
    organisationNumber: ({ organisation }) => organisation ?? null,
    acknowledged: ({ acknowledged }) => acknowledged ?? [],
  },
  Language: { name: ({ language }) => (language ? languageName(language, 'nb') : null) },
  WorkExperience: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
  Wishes: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
};

function load(
  key: PersonKey['by'],
  value: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PersonRow | null> {
  return loadTogether('Person', key, value, context, info, ({ session }, values, selection) =>
    personsBy(session, key, values, selection),
  );
}

/** Whom an act was about, as the caller may see them now. */
function loadSubject(
  id: string | null,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PersonRow | null> | null {
  return id === null ? null : load('id', id, context, info);
}
